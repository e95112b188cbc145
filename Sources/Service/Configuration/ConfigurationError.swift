/// What is wrong with a configuration file, and where. Never holds a value that was expanded from a variable.
package struct ConfigurationError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The file as the user named it.
    package var file: String
    /// The line, from 1.
    package var line: Int
    /// The column, from 1.
    package var column: Int
    /// What is wrong and what would be right.
    package var message: String

    /// Creates an error.
    package init(file: String, line: Int, column: Int, message: String) {
        self.file = file
        self.line = line
        self.column = column
        self.message = message
    }

    package var description: String { "\(file):\(line):\(column): \(message)" }
}
