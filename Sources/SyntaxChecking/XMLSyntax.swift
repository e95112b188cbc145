import CExpat

/// Tells whether a text is well-formed XML 1.0, by Expat.
///
/// Nothing outside the text is read: no external entity, no DTD. Entities that would grow without bounds are stopped by
/// Expat's own protection (2.4.1 and newer).
package enum XMLSyntax {
    /// Checks a whole document; nil when it is well-formed.
    package static func fault(in text: String) -> SyntaxFault? {
        guard let parser = XML_ParserCreate("UTF-8") else { return .tooLarge("no memory for a parser") }
        defer { XML_ParserFree(parser) }
        var text = text
        return text.withUTF8 { bytes -> SyntaxFault? in
            guard let length = Int32(exactly: bytes.count) else { return .tooLarge("more than 2 GiB") }
            // An empty buffer may have no address.
            let isParsed = bytes.withMemoryRebound(to: CChar.self) {
                XML_Parse(parser, $0.baseAddress, length, 1) == XML_STATUS_OK
            }
            if isParsed { return nil }
            let reason = XML_ErrorString(XML_GetErrorCode(parser)).map { String(cString: $0) } ?? "an unknown error"
            let place = "line \(XML_GetCurrentLineNumber(parser)), column \(XML_GetCurrentColumnNumber(parser) + 1)"
            return .malformed("\(place): \(reason)")
        }
    }
}
