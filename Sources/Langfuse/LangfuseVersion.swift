/// The version of a Langfuse server, e.g. 4.59.0. What stands behind the third number is ignored.
package struct LangfuseVersion: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The generation: 3 or 4.
    package var major: Int
    /// The release within it.
    package var minor: Int
    /// The correction of the release; 0 when the text names none.
    package var patch: Int

    /// Creates a version.
    package init(_ major: Int, _ minor: Int, _ patch: Int) {
        self.major = major
        self.minor = minor
        self.patch = patch
    }

    /// Reads a version such as `4.16.0`, `v3.225.4` or `4.60.0-rc.1`; nil when it does not begin with two numbers.
    package init?(_ text: String) {
        let numbers = text.drop { $0 == "v" }.prefix { $0 == "." || ("0"..."9").contains($0) }
            .split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
        guard numbers.count >= 2, let major = numbers[0], let minor = numbers[1] else { return nil }
        self.init(major, minor, numbers.count > 2 ? numbers[2] ?? 0 : 0)
    }

    package var description: String { "\(major).\(minor).\(patch)" }

    package static func < (left: Self, right: Self) -> Bool {
        (left.major, left.minor, left.patch) < (right.major, right.minor, right.patch)
    }
}
