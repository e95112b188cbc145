extension Vocabulary {
    /// For each word the number of its stem, words with the same stem having the same.
    ///
    /// Words of at most `keptLength` scalars are their own stem.
    func stems(keptLength: Int) -> [Int32] {
        var stems = Vocabulary()
        var stemmer = PorterStemmer()
        var utf8: [UInt8] = []
        return (0..<Int32(count)).map { number in
            withWord(number) { word in
                // A scalar has at most four bytes, so most words need no counting.
                let isKept =
                    word.count <= 4 * keptLength && word.count { $0 & 0xC0 != 0x80 } <= keptLength
                guard !isKept else { return stems.number(of: word) }
                stemmer.stem(word)
                utf8.removeAll(keepingCapacity: true)
                for letter in stemmer.letters {
                    guard let scalar = Unicode.Scalar(letter) else { continue }
                    utf8.append(contentsOf: UTF8.encode(scalar).unsafelyUnwrapped)
                }
                return utf8.withUnsafeBufferPointer { stems.number(of: $0) }
            }
        }
    }
}
