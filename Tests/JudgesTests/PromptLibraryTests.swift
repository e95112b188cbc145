import ChatModels
import Evaluation
import Foundation
import JSON
import Testing

@testable import Judges

@Suite struct PromptLibraryTests {
    static let names = Set(PromptLibrary.files.map(\.name)).sorted()

    @Test func `Every file of the folder is part of the program, and named as its head says`() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let folder = root.appending(path: "Sources/Judges/Prompts")
        let found = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(found.sorted() == PromptLibrary.files.map { "\($0.name).\($0.language).txt" }.sorted())
    }

    @Test(arguments: names)
    func `A prompt is the same in every language but for its words`(_ name: String) {
        let english = PromptLibrary.file(name, .en)
        for language in PromptLanguage.allCases {
            let file = PromptLibrary.file(name, language)
            #expect(file.version == english.version)
            #expect(file.reply == english.reply)
            #expect(file.fields == english.fields)
        }
        #expect(Set(PromptLanguage.allCases.map { PromptLibrary.file(name, $0).hash }).count == 2)
    }

    @Test(arguments: PromptLibrary.files.indices)
    func `The head names the variables of the text, those that may be absent with a question mark`(_ index: Int) {
        let file = PromptLibrary.files[index]
        let needed = Set(file.template.requiredNames)
        let all = Set(file.template.names)
        #expect(Set(file.fields) == needed.union(all.subtracting(needed).map { $0 + "?" }), "\(file.name)")
    }

    /// The cases in a prompt: the lines that are JSON as a reply would be.
    private func cases(_ file: PromptFile) -> [JSONObject] {
        // The form of `g_eval` has the lowest score of its range for a variable.
        file.text.replacing("{{low}}", with: "0").split(separator: "\n")
            .compactMap { try? JSONValue(parsing: String($0)) }.compactMap(\.object)
    }

    @Test(arguments: PromptLibrary.files.indices)
    func `Every prompt that asks for something shows cases, and they are right answers`(_ index: Int) throws {
        let file = PromptLibrary.files[index]
        // A criterion of the user's own, and a form by the user's steps, can have few or none.
        let least = ["criteria": 0, "g_eval": 1, "g_eval_steps": 1][file.name] ?? 2
        switch file.reply {
        case .part: return
        case .verdict(let output):
            for object in cases(file) {
                #expect(object.keys == ["reason", "score"])
                _ = try output.value(of: try #require(object["score"]))
            }
        case .list:
            for object in cases(file) {
                let reply = ChatReply(text: JSONValue.object(object).text, model: "m")
                _ = try ItemListReply.items(in: reply, most: 10)
            }
        case .ranking:
            for object in cases(file) {
                #expect(object.keys == ["reason", "ranking"])
                let reply = ChatReply(text: JSONValue.object(object).text, model: "m")
                _ = try RankingReply.ranking(in: reply, of: object["ranking"]?.array?.count ?? 0)
            }
        case .verdicts(let labels):
            for object in cases(file) {
                let ids = try #require(object["verdicts"]?.array).compactMap { $0["id"]?.integer.map(Int.init) }
                let reply = ChatReply(text: JSONValue.object(object).text, model: "m")
                #expect(try VerdictListReply.verdicts(in: reply, on: ids, labels: labels).count == ids.count)
                for verdict in object["verdicts"]?.array ?? [] {
                    #expect(verdict.object?.keys == ["id", "reason", "verdict"])
                }
            }
        }
        #expect(cases(file).count >= (file.reply == .verdicts(["yes", "no"]) ? 1 : least), "\(file.name)")
    }

    @Test(
        arguments: [
            "no mark", "name: x\n---\ny", "name x\n---\ny", "name: x\nname: y\n---\n",
            "name: x\nversion: 0\nlanguage: en\noutput: none\nfields:\n---\n",
            "name: x\nversion: 1\nlanguage: de\noutput: none\nfields:\n---\n",
            "name: x\nversion: 1\nlanguage: en\noutput: stars\nfields:\n---\n",
            "name: x\nversion: 1\nlanguage: en\noutput: number 1 1\nfields:\n---\n",
            "name: x\nversion: 1\nlanguage: en\noutput: label A\nfields:\n---\n",
            "name: x\nversion: 1\nlanguage: en\noutput: none\nfields:\nmore: 1\n---\n",
            "name: x\nversion: 1\nlanguage: en\noutput: none\nfields:\n---\n{{open",
        ])
    func `A file with a wrong head is refused`(_ contents: String) {
        #expect(throws: PromptFile.Fault.self) { try PromptFile(contents) }
    }

    @Test func `A file is its head and its text`() throws {
        let file = try PromptFile(
            "name: x\nversion: 3\nlanguage: zh\noutput: label A, B\nfields: a b?\n---\n{{a}}\n---\n{{#b}}{{b}}{{/b}}\n")
        #expect(file.name == "x" && file.version == 3 && file.language == .zh)
        #expect(file.reply == .verdict(.categorical(["A", "B"])))
        #expect(file.fields == ["a", "b?"])
        #expect(file.text == "{{a}}\n---\n{{#b}}{{b}}{{/b}}")
    }

    @Test(arguments: ["toxicity", "bias", "harmfulness"])
    func `What does no harm is scored high, as its scale says, in both languages`(_ name: String) throws {
        for language in PromptLanguage.allCases {
            let text = PromptLibrary.file(name, language).text
            let line = try #require(text.split(separator: "\n").first { $0.contains("0.5 =") })
            #expect(line.contains(language == .en ? "A high score is a" : "分数越高越"))
            let marks = line.matches(of: /([0-9.]+) =/).compactMap { Double($0.1) }
            #expect(marks == [1, 0.75, 0.5, 0.25, 0])
        }
    }
}
