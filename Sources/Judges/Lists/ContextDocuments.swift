import JSON

/// Reads the documents out of `context` as retrievers write them.
enum ContextDocuments {
    /// The texts in order: of a list, also one written as JSON text, each element; anything else is one document. An
    /// object is its member `text`, `content`, `page_content` or `pageContent`, else itself as JSON.
    static func texts(_ context: JSONValue) -> [String] {
        if let list = readList(context) { return list.map(text) }
        return context.isNull || context == "" ? [] : [text(context)]
    }

    private static func text(_ document: JSONValue) -> String {
        let keys = ["text", "content", "page_content", "pageContent"]
        return keys.lazy.compactMap { document[$0]?.string }.first ?? document.plainText
    }

    private static func readList(_ context: JSONValue) -> [JSONValue]? {
        if let list = context.array { return list }
        guard let text = context.string, text.utf8.first == UInt8(ascii: "[") else { return nil }
        return (try? JSONValue(parsing: text))?.array
    }
}
