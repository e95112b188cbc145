/// The hosts that may be reached.
package struct HostRules: Sendable, Equatable {
    /// One entry: a host, perhaps a port, perhaps all hosts below it.
    private struct Rule: Sendable, Equatable {
        var host: String
        var port: Int?
        var coversSubdomains: Bool
    }

    private let rules: [Rule]

    /// Reads entries such as `api.example.com`, `127.0.0.1:8000`, `[::1]:8000` and `*.example.com`, the last one for all
    /// names below `example.com`, but not for itself. Without a port every port will do. Nil when one of them is not of
    /// these forms; `firstFault` then says which.
    package init?(_ entries: [String]) {
        var rules: [Rule] = []
        for entry in entries {
            guard let rule = Self.rule(entry) else { return nil }
            rules.append(rule)
        }
        self.rules = rules
    }

    /// The place of the first entry that is of none of the forms.
    package static func firstFault(in entries: [String]) -> Int? { entries.firstIndex { rule($0) == nil } }

    /// Whether a request to `target` may leave.
    package func allows(_ target: RequestTarget) -> Bool {
        let (host, port) = (target.host, target.port)
        return rules.contains { rule in
            let isHost = rule.coversSubdomains ? host.hasSuffix("." + rule.host) : host == rule.host
            return isHost && (rule.port == nil || rule.port == port)
        }
    }

    private static func rule(_ entry: String) -> Rule? {
        let coversSubdomains = entry.hasPrefix("*.")
        let authority = coversSubdomains ? String(entry.dropFirst(2)) : entry
        guard !authority.isEmpty, authority.last != ":",
            !authority.utf8.contains(where: { "/@*?# ".utf8.contains($0) }),
            let target = try? RequestTarget("https://" + authority), !target.host.isEmpty
        else { return nil }
        guard let port = target.port, port > 0 else { return nil }
        return Rule(
            host: target.host, port: target.writesPort ? port : nil, coversSubdomains: coversSubdomains)
    }
}
