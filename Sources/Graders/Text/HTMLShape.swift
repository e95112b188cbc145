/// Whether a text is HTML by a rule of our own, since browsers accept every text.
///
/// The text, without white space around it, begins with a tag, a comment or `<!doctype html>` and ends with a tag or a
/// comment. Every tag is complete and names an element of HTML (https://html.spec.whatwg.org/#elements-3) or a custom
/// one, and every element is closed in order, but for those that need no end tag.
struct HTMLShape {
    /// What is wrong; nil when the text is HTML.
    private(set) var fault: String?
    private var open: [String] = []
    private var elementCount = 0

    /// Checks `text`.
    init(_ text: String) {
        let bytes = Array(Whitespace.stripped(text).utf8)
        guard bytes.first == UInt8(ascii: "<"), bytes.last == UInt8(ascii: ">") else {
            fault = "it does not begin and end with a tag"
            return
        }
        var index = 0
        while index < bytes.count && fault == nil {
            if bytes[index] == UInt8(ascii: "<") { index = readMarkup(bytes, at: index) } else { index += 1 }
        }
        if fault == nil, let name = open.last(where: { !Self.closedByParent.contains($0) }) {
            fault = "<\(name)> is not closed"
        }
        if fault == nil && elementCount == 0 { fault = "it has no element" }
    }

    /// Reads what begins with the `<` at `start`; returns the place after it.
    private mutating func readMarkup(_ bytes: [UInt8], at start: Int) -> Int {
        let rest = bytes[(start + 1)...]
        if rest.starts(with: "!--".utf8) { return skip("-->", bytes, from: start + 4, "a comment") }
        if rest.first == UInt8(ascii: "!") {
            guard Self.word(bytes, start + 2) == "doctype" else {
                fault = "a <! that is neither a comment nor a doctype"
                return bytes.count
            }
            return skip(">", bytes, from: start + 2, "the doctype")
        }
        let isEnd = rest.first == UInt8(ascii: "/")
        let name = Self.word(bytes, start + (isEnd ? 2 : 1))
        // In text a `<` may stand before anything but a letter.
        if name.isEmpty && !isEnd { return start + 1 }
        guard let end = Self.endOfTag(bytes, from: start + 1) else {
            fault = "<\(name.excerpt(20)) has no end"
            return bytes.count
        }
        if isEnd { close(name) } else { begin(name, isSelfClosed: bytes[end - 1] == UInt8(ascii: "/")) }
        guard !isEnd && fault == nil && (name == "script" || name == "style") else { return end + 1 }
        // Nothing inside these is a tag but their own end.
        guard let close = Self.find("</\(name)", in: bytes, from: end + 1) else {
            fault = "<\(name)> is not closed"
            return bytes.count
        }
        return close
    }

    private mutating func skip(_ end: String, _ bytes: [UInt8], from start: Int, _ what: String) -> Int {
        if let place = Self.find(end, in: bytes, from: start) { return place + end.utf8.count }
        fault = "\(what) has no end"
        return bytes.count
    }

    private mutating func begin(_ name: String, isSelfClosed: Bool) {
        elementCount += 1
        let isForeign = open.contains("svg") || open.contains("math")
        guard isForeign || name.contains("-") || Self.elements.contains(name) else {
            fault = "<\(name.excerpt(20))> is no element of HTML"
            return
        }
        if !Self.void.contains(name) && !(isSelfClosed && (isForeign || name == "svg" || name == "math")) {
            open.append(name)
        }
        if open.count > 1000 { fault = "more than 1000 elements inside each other" }
    }

    private mutating func close(_ name: String) {
        // An end tag also ends the elements inside that need none of their own.
        while let last = open.last, last != name, Self.closedByParent.contains(last) { open.removeLast() }
        if open.last == name {
            open.removeLast()
        } else if name != "p" && name != "br" {
            fault = "</\(name.excerpt(20))> closes what is not open"
        }
    }

    /// The letters, digits and hyphens at `start`, in lower case; empty unless the first is a letter.
    private static func word(_ bytes: [UInt8], _ start: Int) -> String {
        guard start < bytes.count, (bytes[start] | 0x20) &- UInt8(ascii: "a") < 26 else { return "" }
        let word = bytes[start...].prefix {
            ($0 | 0x20) &- UInt8(ascii: "a") < 26 || $0 &- UInt8(ascii: "0") < 10 || $0 == UInt8(ascii: "-")
        }
        return Lowercase.of(String(decoding: word, as: UTF8.self))
    }

    /// The place of the `>` that ends a tag; one inside quotes does not.
    private static func endOfTag(_ bytes: [UInt8], from start: Int) -> Int? {
        var quote: UInt8?
        for index in start..<bytes.count {
            let byte = bytes[index]
            if let open = quote {
                if byte == open { quote = nil }
            } else if byte == UInt8(ascii: ">") {
                return index
            } else if byte == UInt8(ascii: "<") {
                return nil
            } else if (byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'")) && bytes[index - 1] == UInt8(ascii: "=")
            {
                quote = byte
            }
        }
        return nil
    }

    private static func find(_ text: String, in bytes: [UInt8], from start: Int) -> Int? {
        let wanted = Array(text.utf8)
        guard start <= bytes.count - wanted.count else { return nil }
        return (start...(bytes.count - wanted.count)).first { place in
            wanted.indices.allSatisfy { bytes[place + $0] == wanted[$0] || bytes[place + $0] | 0x20 == wanted[$0] }
        }
    }

    private static func words(_ text: String) -> Set<String> { Set(text.split(separator: " ").map(String.init)) }

    /// Elements without content.
    private static let void = words(
        "area base br col embed hr img input link meta param source track wbr")
    /// Elements whose end tag may be left out.
    private static let closedByParent = words(
        "html head body p li dt dd rt rp optgroup option colgroup caption thead tbody tfoot tr td th")
    private static let elements = words(
        "a abbr acronym address applet area article aside audio b base bdi bdo big blockquote body br button canvas"
            + " caption center cite code col colgroup data datalist dd del details dfn dialog dir div dl dt em embed"
            + " fieldset figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html"
            + " i iframe img input ins kbd label legend li link main map mark marquee math menu meta meter nav noframes"
            + " noscript object ol optgroup option output p param picture pre progress q rp rt ruby s samp script"
            + " search section select slot small source span strike strong style sub summary sup svg table tbody td"
            + " template textarea tfoot th thead time title tr track tt u ul var video wbr")
}
