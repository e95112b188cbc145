import Evaluation
import JSON
import Testing

@Suite struct SyntaxTests {
    @Test(
        arguments: [
            ("<a/>", true), ("<?xml version=\"1.0\"?><a b='1'>é&amp;<!-- c --><![CDATA[<]]></a>", true), ("<a>", false),
            ("<a></b>", false), ("<a/><b/>", false), ("text", false), ("", false), ("<a b=1/>", false),
            ("<a>&nbsp;</a>", false), ("<a b='1' b='2'/>", false),
            ("<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><a/>", true),
            ("<a>\u{1}</a>", false),
        ])
    func `XML is well-formed or not`(_ text: String, _ isXML: Bool) async throws {
        #expect(try await value("is_xml", output: .string(text)) == .boolean(isXML))
    }

    @Test func `A language has to be named, and be one that is known`() throws {
        let missing = try #require(try configurationError("syntax", [:]))
        #expect(missing.pointer == "/graders/0" && missing.message.contains("language"), "\(missing)")
        let unknown = try #require(try configurationError("syntax", ["language": "python"]))
        #expect(unknown.pointer == "/graders/0/language" && unknown.message.contains("sql"))
    }

    @Test func `Entities that multiply are stopped`() async throws {
        var text = "<!DOCTYPE a [<!ENTITY e0 \"aaaaaaaaaa\">"
        for level in 1...12 {
            let references = String(repeating: "&e\(level - 1);", count: 10)
            text += "<!ENTITY e\(level) \"\(references)\">"
        }
        text += "]><a>&e12;</a>"
        #expect(try await value("is_xml", output: .string(text)) == .boolean(false))
    }

    @Test(
        arguments: [
            ("<!DOCTYPE html><html><head><title>x</title></head><body><p>a<p>b</body></html>", true),
            ("<p>1 < 2</p>", true), ("<my-box title=\"a > b\"><img src=x></my-box>", true),
            ("<script>if (a < b) document.write('<p>')</script>", true), ("<svg><circle r=\"1\"/></svg>", true),
            ("<div>", false), ("<div><span></div></span>", false), ("plain", false), ("", false),
            ("<foo>x</foo>", false),
            ("Use <b>bold</b>", false), ("<!-- only a comment -->", false), ("<div", false), ("</div>", false),
            ("<a<b>", false), ("<!--", false), ("<style>p {}", false), ("<DIV></div>", true), ("<>", false),
        ])
    func `HTML is told by its tags`(_ text: String, _ isHTML: Bool) async throws {
        #expect(try await value("is_html", output: .string(text)) == .boolean(isHTML))
    }

    @Test(
        arguments: [
            ("SELECT 1", true), ("select a, count(*) from t group by a having count(*) > 1 order by 2;", true),
            ("WITH x AS (SELECT 1) SELECT * FROM x", true),
            ("INSERT INTO t (a) VALUES (?1), (:b); DELETE FROM t;", true),
            ("CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT NOT NULL)", true), ("SELECT nosuch(1) FROM nowhere", true),
            ("PRAGMA user_version = 3", true), ("ATTACH 'x.db' AS x", true), ("SELEC 1", false),
            ("SELECT * FROM", false),
            ("SELECT 'open", false), ("SELECT 1; hello world", false), ("SELECT * FROM t; SELEC", false), ("", false),
            ("-- only a comment", false), (";", false), ("SELECT TOP 5 * FROM t", false), ("hello world", false),
            ("SELECT 1\u{0} garbage", false),
        ])
    func `SQL is what SQLite's parser takes, whatever the names`(_ text: String, _ isSQL: Bool) async throws {
        #expect(try await value("is_sql", output: .string(text)) == .boolean(isSQL))
    }

    @Test func `SQL beyond the parser's limits is a failure`() async throws {
        let deep = "SELECT " + String(repeating: "(", count: 5_000) + "1" + String(repeating: ")", count: 5_000)
        #expect(try await outcome("is_sql", output: .string(deep)).failureCode == .limitExceeded)
        let long = "SELECT '" + String(repeating: "a", count: 1_100_000) + "'"
        #expect(try await outcome("is_sql", output: .string(long)).failureCode == .limitExceeded)
    }

    @Test func `A fenced block is looked at where asked for`() async throws {
        let output: JSONValue = "Here:\n```sql\nSELECT 1;\n```\n"
        #expect(try await value("is_sql", output: output) == .boolean(false))
        #expect(try await value("is_sql", ["extract": "fence"], output: output) == .boolean(true))
    }
}
