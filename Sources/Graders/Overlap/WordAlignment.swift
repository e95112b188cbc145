/// Which word of a candidate matches which of a reference: equal words first, then equal stems.
///
/// Each stage goes through the candidate from its end and takes the last free word of the reference, as NLTK does.
struct WordAlignment {
    /// The number of words matched.
    let matches: Int
    /// The fewest runs of matches that are neighbours in both texts.
    let chunks: Int

    /// Aligns words by their numbers, then by `stems[number]`.
    init(_ candidate: [Int32], _ reference: [Int32], stems: [Int32]) {
        // For each word of the candidate the place of its match; -1 when it has none.
        var partners = [Int32](repeating: -1, count: candidate.count)
        var isTaken = [Bool](repeating: false, count: reference.count)
        Self.match(candidate, reference, numbers: stems.count, &partners, &isTaken)
        Self.match(
            candidate.map { stems[Int($0)] }, reference.map { stems[Int($0)] }, numbers: stems.count, &partners,
            &isTaken)
        var matches = 0
        var chunks = 0
        var last: (word: Int, partner: Int32)?
        for (word, partner) in partners.enumerated() where partner >= 0 {
            matches += 1
            if last.map({ $0.word + 1 != word || $0.partner + 1 != partner }) ?? true { chunks += 1 }
            last = (word, partner)
        }
        (self.matches, self.chunks) = (matches, chunks)
    }

    /// Matches what is left by equal numbers, which are below `numbers`.
    private static func match(
        _ candidate: [Int32], _ reference: [Int32], numbers: Int, _ partners: inout [Int32], _ isTaken: inout [Bool]
    ) {
        // The last free place of each number, and for each place the one before it with the same number.
        var last = [Int32](repeating: -1, count: numbers)
        var previous = [Int32](repeating: -1, count: reference.count)
        for place in reference.indices where !isTaken[place] {
            previous[place] = last[Int(reference[place])]
            last[Int(reference[place])] = Int32(place)
        }
        for word in candidate.indices.reversed() where partners[word] < 0 {
            let place = last[Int(candidate[word])]
            guard place >= 0 else { continue }
            last[Int(candidate[word])] = previous[Int(place)]
            partners[word] = place
            isTaken[Int(place)] = true
        }
    }
}
