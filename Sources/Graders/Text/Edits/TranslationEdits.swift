/// The edits of TER: insertions, deletions, substitutions and shifts of runs of words, each one edit.
///
/// Snover et al. 2006 (https://aclanthology.org/2006.amta-papers.25) as Tercom and sacreBLEU search: the shift that
/// lowers the distance most is made again and again until none does. The distance is worked out near the diagonal only.
struct TranslationEdits {
    /// A shift moves at most so many words, and at most so far.
    private static let maximumShift = (words: 10, distance: 50)
    /// After so many shifts tried the search ends, and the last round is not made.
    private static let maximumCandidates = 1000
    /// The most words of either text: the work grows with the words times `maximumCandidates`.
    static let maximumWords = 1000
    /// The most words of the output × references.
    static let maximumWork = 4000

    private var words: [Int32]
    private let reference: [Int32]
    private var distances: BeamDistance
    private var candidates = 0

    /// The number of edits from `words` to `reference`, both at most `maximumWords` long.
    static func count(_ words: [Int32], _ reference: [Int32]) -> Int {
        guard !reference.isEmpty else { return words.count }
        var search = TranslationEdits(words: words, reference: reference)
        return search.run()
    }

    private init(words: [Int32], reference: [Int32]) {
        self.words = words
        self.reference = reference
        distances = BeamDistance(words: words.count, reference: reference)
    }

    private mutating func run() -> Int {
        var shifts = 0
        while true {
            distances.align(words)
            let best = bestShift()
            guard candidates < Self.maximumCandidates, let best, best.gain > 0 else { break }
            shifts += 1
            words = best.shift.applied(to: words)
        }
        return shifts + distances.distance
    }

    /// A shift with what it gains. The greater is better: by gain, then length, then the earlier start and target.
    private struct Candidate {
        var gain: Int
        var shift: WordShift

        func isBetter(than other: Candidate) -> Bool {
            (gain, shift.length, -shift.start, -shift.target)
                > (other.gain, other.shift.length, -other.shift.start, -other.shift.target)
        }
    }

    private mutating func bestShift() -> Candidate? {
        let alignment = distances.alignment()
        var best: Candidate?
        for start in words.indices {
            let first = max(0, start - Self.maximumShift.distance)
            let last = min(reference.count - 1, start + Self.maximumShift.distance)
            guard first <= last else { continue }
            for place in first...last {
                var length = 0
                while length < Self.maximumShift.words, start + length < words.count,
                    place + length < reference.count, words[start + length] == reference[place + length]
                {
                    length += 1
                    guard alignment.isWorthShifting(start: start, place: place, length: length) else { continue }
                    tryShifts(start: start, place: place, length: length, alignment, &best)
                    if candidates >= Self.maximumCandidates { return best }
                }
            }
        }
        return best
    }

    /// Tries the run before, and after each word of, the place where the reference has it.
    private mutating func tryShifts(
        start: Int, place: Int, length: Int, _ alignment: WordEditAlignment, _ best: inout Candidate?
    ) {
        var last = -1
        for offset in -1..<length {
            let target = place + offset < 0 ? 0 : alignment.partner[place + offset] + 1
            if target == last { continue }
            last = target
            let shift = WordShift(start: start, length: length, target: target)
            let gain = distances.distance - distances.distance(of: shift.applied(to: words))
            candidates += 1
            let candidate = Candidate(gain: gain, shift: shift)
            if best.map(candidate.isBetter) ?? true { best = candidate }
        }
    }
}

/// A run of words and where it goes.
struct WordShift {
    var start: Int
    var length: Int
    /// The place before which it is put, counted in the words before the shift.
    var target: Int

    /// Returns `words` with the run moved.
    func applied(to words: [Int32]) -> [Int32] {
        let end = start + length
        let run = words[start..<end]
        if target < start { return Array(words[..<target] + run + words[target..<start] + words[end...]) }
        // A target inside the run counts from the run's end.
        let place = min(target > end ? target : length + target, words.count)
        return Array(words[..<start] + words[end..<max(end, place)] + run + words[max(end, place)...])
    }
}

/// Which word of a text stands for which of the reference, and which are wrong.
struct WordEditAlignment {
    /// For each word of the reference the last word of the text that is not after it; -1 before the first.
    var partner: [Int] = []
    var isReferenceWrong: [Bool] = []
    var isWordWrong: [Bool] = []

    /// Whether a run is wrong where it is, wanted where it would go, and not there already.
    func isWorthShifting(start: Int, place: Int, length: Int) -> Bool {
        guard isWordWrong[start..<(start + length)].contains(true) else { return false }
        guard isReferenceWrong[place..<(place + length)].contains(true) else { return false }
        return partner[place] < start || partner[place] >= start + length
    }
}
