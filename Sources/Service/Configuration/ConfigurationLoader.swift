import FoundationEssentials

/// Finds and reads configurations.
package struct ConfigurationLoader: Sendable {
    private let expansion: VariableExpansion
    private let defaultExpansion: VariableExpansion

    /// Creates a loader that expands the given variables, usually the process environment. In the embedded default
    /// `defaultVariables` stand for variables that are not set or empty.
    package init(variables: [String: String], defaultVariables: [String: String] = [:]) {
        expansion = VariableExpansion(variables: variables)
        defaultExpansion = VariableExpansion(
            variables: variables.merging(defaultVariables) { given, other in given.isEmpty ? other : given })
    }

    /// How errors call the embedded default.
    package static let embeddedName = "(embedded default)"

    /// The file that is read when none is named.
    package static let defaultPath = "gradehook.yaml"

    /// Reads the configuration at `path`.
    ///
    /// With nil the file `gradehook.yaml` of the working directory is read when it is there, else the embedded default.
    ///
    /// - Throws: `ConfigurationError` at the place of the first fault; line 1 when the file cannot be read at all.
    package func load(_ path: String?) throws(ConfigurationError) -> Configuration {
        if let path { return try read(path) }
        if FileManager.default.fileExists(atPath: Self.defaultPath) { return try read(Self.defaultPath) }
        return try Configuration(
            ConfigurationDocument(
                file: Self.embeddedName, text: EmbeddedFile.defaultConfiguration, variables: defaultExpansion))
    }

    /// Reads the configuration in `text`; `file` is how errors call it.
    package func parse(_ text: String, file: String) throws(ConfigurationError) -> Configuration {
        try Configuration(ConfigurationDocument(file: file, text: text, variables: expansion))
    }

    private func read(_ path: String) throws(ConfigurationError) -> Configuration {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw ConfigurationError(
                file: path, line: 1, column: 1, message: "the file cannot be read; is the path right?")
        }
        return try parse(String(decoding: data, as: UTF8.self), file: path)
    }
}
