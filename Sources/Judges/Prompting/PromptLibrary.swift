/// The built-in prompts, from the files in `Prompts/`, which are part of the program.
enum PromptLibrary {
    /// Every file, parsed. A file that cannot be read is a fault of this program, which its tests would have met.
    static let files: [PromptFile] = contents.map { bytes in
        do throws(PromptFile.Fault) {
            return try PromptFile(String(decoding: bytes, as: UTF8.self))
        } catch {
            preconditionFailure("a built-in prompt cannot be read: \(error.message)")
        }
    }

    private static let byKey = Dictionary(uniqueKeysWithValues: files.map { ("\($0.name).\($0.language)", $0) })

    /// The prompt called `name`; every name there is has a file in every language.
    static func file(_ name: String, _ language: PromptLanguage) -> PromptFile {
        guard let file = byKey["\(name).\(language)"] else {
            preconditionFailure("there is no built-in prompt \(name) in \(language)")
        }
        return file
    }

    /// The version and the hashes of the prompt called `name`, for people.
    static func signature(_ name: String) -> String { signatures[name] ?? "" }

    private static let signatures = Dictionary(
        uniqueKeysWithValues: Set(files.map(\.name)).map { name in
            let hashes = PromptLanguage.allCases.map { "\($0) \(file(name, $0).hash)" }.joined(separator: ", ")
            return (name, "`\(name)` version \(file(name, .en).version) (\(hashes))")
        })
}
