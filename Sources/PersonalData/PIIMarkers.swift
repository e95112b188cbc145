package import RegularExpressions

/// Puts typed markers such as `[EMAIL_1]` in the place of personal data: the same value has the same marker, another
/// value another, so that texts can still be compared. The numbers follow the order in which values are learnt.
package struct PIIMarkers: Sendable {
    private struct Value: Hashable {
        var type: PIIType
        var canonical: [UInt8]
    }

    /// A text by its bytes: strings count as equal in other spellings too, and those are other texts.
    private struct Text: Hashable {
        var text: String

        static func == (left: Self, right: Self) -> Bool { left.text.utf8.elementsEqual(right.text.utf8) }

        func hash(into hasher: inout Hasher) {
            var text = text
            text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        }
    }

    private let detector: PIIDetector
    /// The markers that stood in the texts before.
    private let taken: Set<String>
    private var markers: [Value: String] = [:]
    private var numbers: [PIIType: Int] = [:]
    private var known: [Text: String] = [:]
    private var cut = CutValues()

    /// Creates markers for `types`. None is one that `original` holds already: it would stand for two values.
    package init(_ types: Set<PIIType>, avoidingThoseIn original: String = "") {
        detector = PIIDetector(Set(PIIKind.allCases.filter { types.contains(PIIType($0)) }))
        taken = Self.markers(in: original)
    }

    /// How many values each type has; types without any are left out.
    package var counts: [(type: PIIType, count: Int)] {
        PIIType.allCases.compactMap { type in
            let count = markers.keys.count { $0.type == type }
            return count == 0 ? nil : (type, count)
        }
    }

    /// Returns `text` with markers, and gives values that are new their numbers.
    ///
    /// - Throws: `MatchLimitError` when the search costs too much.
    package mutating func learn(_ text: String) throws(MatchLimitError) -> String {
        let key = Text(text: text)
        if let marked = known[key] { return marked }
        let marked = try Self.replace(text, found: detector.covers(in: text)) { value, spelling in
            let marker = number(value)
            cut.add(spelling, value.type, marker: marker)
            return marker
        }
        known[key] = marked
        return marked
    }

    /// Returns `text` with markers; a value that was not learnt has one without a number.
    ///
    /// - Throws: `MatchLimitError` when the search costs too much.
    package func mark(_ text: String) throws(MatchLimitError) -> String {
        if let marked = known[Text(text: text)] { return marked }
        return Self.replace(text, found: try detector.covers(in: text)) { value, _ in
            markers[value] ?? value.type.marker(nil)
        }
    }

    /// Puts what was learnt in order for `markExcerpts`, which otherwise does so for each text with a `…`.
    ///
    /// It is in order until something new is learnt.
    package mutating func prepareExcerpts() { cut.sort() }

    /// Returns `text` with markers as `mark` does, also for what begins a learnt value and was cut at a `…`, and for
    /// what ends one behind a `…`.
    ///
    /// - Throws: `MatchLimitError` when the search costs too much.
    package func markExcerpts(_ text: String) throws(MatchLimitError) -> String {
        try mark(cut.marked(text))
    }

    private mutating func number(_ value: Value) -> String {
        if let marker = markers[value] { return marker }
        var number = (numbers[value.type] ?? 0) + 1
        while taken.contains(value.type.marker(number)) { number += 1 }
        numbers[value.type] = number
        let marker = value.type.marker(number)
        markers[value] = marker
        return marker
    }

    private static func replace(
        _ text: String, found places: [(kind: PIIKind, range: Range<Int>)],
        by marker: (Value, ArraySlice<UInt8>) -> String
    ) -> String {
        guard !places.isEmpty else { return text }
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        var end = 0
        for (kind, range) in places {
            let type = PIIType(kind)
            result += bytes[end..<range.lowerBound]
            let value = Value(type: type, canonical: type.canonical(bytes[range]))
            result += Array(marker(value, bytes[range]).utf8)
            end = range.upperBound
        }
        return String(decoding: result + bytes[end...], as: UTF8.self)
    }

    private static func markers(in text: String) -> Set<String> {
        // What is too much to search has no markers that anybody would compare.
        Set(((try? pattern.allMatches(in: text)) ?? []).compactMap { $0.groups[0] })
    }

    private static let pattern: RegularExpression = {
        let names = PIIType.allCases.map { $0.rawValue.uppercased() }.joined(separator: "|")
        do {
            return try RegularExpression(#"\[(?:\#(names))_\d{1,9}\]"#)
        } catch {
            preconditionFailure("the pattern of the markers does not compile: \(error)")
        }
    }()
}
