@_spi(_Unicode) import Swift

// The standard library has Unicode's word boundaries and normal form C, tested against Unicode's own files, for its
// patterns and for `==` on strings, but publishes them for Foundation and _StringProcessing only. Tables of our own
// would weigh some 100 kB. This is the one file that asks for them; `StandardLibraryUnicodeTests` pins what they give.
extension String {
    /// The next word boundary after `index` by UAX #29 (https://www.unicode.org/reports/tr29/#Word_Boundaries), always
    /// further on. `index` is a boundary before the end.
    func wordBoundary(after index: Index) -> Index {
        // Without progress a caller's loop would not end, so one scalar is the least.
        max(_wordIndex(after: index), unicodeScalars.index(after: index))
    }

    /// The text in Unicode's normalization form C (https://www.unicode.org/reports/tr15/).
    var composedCanonically: String {
        var result = String.UnicodeScalarView()
        for scalar in _nfc { result.append(scalar) }
        return String(result)
    }
}
