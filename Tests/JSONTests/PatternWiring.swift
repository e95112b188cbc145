import JSON
import RegularExpressions

/// Joins JSONPath's functions to regular expressions, as modules above both do.
enum PatternWiring {
    static let compile: JSONPath.PatternCompiler = { pattern, whole in
        guard let expression = try? RegularExpression(pattern) else { return nil }
        return { try? whole ? expression.fullyMatches($0) : expression.matches($0) }
    }
}

extension PatternWiring {
    /// The regular expressions of JSON Schema.
    static let schema: JSONSchema.PatternCompiler = { pattern in
        guard let expression = try? RegularExpression(pattern, options: .asciiClasses) else { return nil }
        return { try? expression.matches($0) }
    }
}
