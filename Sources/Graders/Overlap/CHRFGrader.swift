import Evaluation
import JSON

/// Judges how many runs of characters output and reference share.
struct CHRFGrader: Grader {
    /// What becomes of an order for which a text is too short.
    private enum Smoothing: String, CaseIterable {
        case effectiveOrder = "effective_order"
        case eps, nltk
    }

    private let characterOrder: Int
    private let wordOrder: Int
    private let beta: Double
    private let isLowercase: Bool
    private let keepsWhitespace: Bool
    private let smoothing: Smoothing
    private let normalization: Normalization

    let requiredFields: [Sample.Field] = [.output, .expected]
    let scale = Scale.unit

    private init(_ reader: inout JSONReader, wordOrder fallback: Int64) throws(JSONReadError) {
        characterOrder = Int(try reader.integer("char_order", in: 1...10) ?? 6)
        wordOrder = Int(try reader.integer("word_order", in: 0...4) ?? fallback)
        beta = try reader.number("beta", in: 0...1000) ?? 2
        isLowercase = try reader.bool("lowercase", default: false)
        keepsWhitespace = try reader.bool("whitespace", default: false)
        normalization = try Normalization(&reader)
        smoothing = try reader.choice("smooth", default: .effectiveOrder)
    }

    func grade(_ sample: Sample) async -> GradeOutcome {
        .from { () throws(GradeFailure) in
            let texts = try ComparedTexts(sample, normalization, isLowercase: isLowercase)
            var words = Vocabulary()
            let candidate = units(of: texts.output, &words)
            let best = try texts.best(by: \.value) { reference throws(GradeFailure) in
                score(candidate, units(of: reference, &words))
            }
            let kind = wordOrder == 0 ? "" : " and \(wordOrder) of words"
            return Grade(
                .numeric(min(best.value, 1)),
                comment: "mean precision \(best.precision.brief) and recall \(best.recall.brief) over"
                    + " \(Counted.text(characterOrder, "order")) of characters\(kind)")
        }
    }

    /// The characters and words of a text as numbers.
    private func units(of text: String, _ words: inout Vocabulary) -> (characters: [Int32], words: [Int32]) {
        var text = text
        return text.withUTF8 { bytes in
            let characters = UTF8Scalars.scalars(of: bytes) { scalar in
                // NLTK's engine for patterns takes the four information separators for no whitespace.
                guard !keepsWhitespace else { return true }
                return !Whitespace.contains(scalar) || smoothing == .nltk && 0x1C...0x1F ~= scalar.value
            }
            var numbers: [Int32] = []
            if wordOrder > 0 { Self.forEachWord(in: bytes) { numbers.append(words.number(of: $0)) } }
            return (characters, numbers)
        }
    }

    /// Splits at whitespace and takes one ASCII mark off a word: the last scalar, else the first.
    private static func forEachWord(
        in bytes: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> Void
    ) {
        Whitespace.forEachWord(in: bytes) { word in
            let last = word.count - 1
            if last > 0 && ASCIIPunctuation.contains(word[last]) {
                body(UnsafeBufferPointer(rebasing: word[..<last]))
                body(UnsafeBufferPointer(rebasing: word[last...]))
            } else if last > 0 && ASCIIPunctuation.contains(word[0]) {
                body(UnsafeBufferPointer(rebasing: word[..<1]))
                body(UnsafeBufferPointer(rebasing: word[1...]))
            } else {
                body(word)
            }
        }
    }

    private func score(
        _ candidate: (characters: [Int32], words: [Int32]), _ reference: (characters: [Int32], words: [Int32])
    ) -> CharacterFScore {
        var orders = NgramOverlap.orders(
            through: characterOrder, candidate: candidate.characters, references: [reference.characters])
        if wordOrder > 0 {
            orders += NgramOverlap.orders(through: wordOrder, candidate: candidate.words, references: [reference.words])
        }
        return CharacterFScore(orders, beta: beta, smoothsByEpsilon: smoothing != .effectiveOrder)
    }
}

/// chrF from its counts.
private struct CharacterFScore {
    private(set) var precision = 0.0
    private(set) var recall = 0.0
    private(set) var value = 0.0

    init(_ orders: [NgramOverlap.Order], beta: Double, smoothsByEpsilon: Bool) {
        let factor = beta * beta
        // What an order without n-grams gets: small enough not to matter, and not 0.
        let epsilon = 1e-16
        var sum = 0.0
        var used = 0.0
        for order in orders {
            let candidate = order.reference > 0 ? order.candidate : 0
            let precision = candidate > 0 ? Double(order.matches) / Double(candidate) : epsilon
            let recall = order.reference > 0 ? Double(order.matches) / Double(order.reference) : epsilon
            let denominator = factor * precision + recall
            sum += denominator > 0 ? (1 + factor) * precision * recall / denominator : epsilon
            guard candidate > 0 else { continue }
            self.precision += precision
            self.recall += recall
            used += 1
        }
        if used > 0 {
            precision /= used
            recall /= used
        }
        if smoothsByEpsilon {
            value = sum / Double(orders.count)
        } else if precision + recall > 0 {
            value = (1 + factor) * precision * recall / (factor * precision + recall)
        }
    }
}

extension CHRFGrader {
    /// `chrf`, and `chrf++`, which counts words too.
    static let kinds = [kind("chrf", aliases: ["sentence_chrf"], wordOrder: 0), kind("chrf++", wordOrder: 2)]

    private static func kind(_ name: String, aliases: [String] = [], wordOrder: Int64) -> GraderKind {
        GraderKind(
            name: name, aliases: aliases,
            family: .overlap,
            summary: "How many runs of one to six characters output and reference share"
                + (wordOrder > 0 ? ", and of one and two words" : "") + "; of several references the best.",
            formula:
                "F_beta = (1 + beta²)PR / (beta² P + R); P and R the means, over the orders for which both texts are"
                + " long enough, of n-grams shared / n-grams of the output and of the reference. 0 when none is shared."
                + " Popović 2015 (https://aclanthology.org/W15-3049), 2017 (https://aclanthology.org/W17-4770)."
                + " \(ComparedTexts.bound)",
            equals: "sacreBLEU 2.6.0 sentence_chrf(output, references, word_order=\(wordOrder)).score / 100;"
                + " smooth eps: with eps_smoothing; smooth nltk: NLTK 3.10.4 sentence_chrf(r, output, beta=2)",
            parameters: [
                .init("char_order", type: "whole number from 1 to 10", default: "6", "The longest run of characters."),
                .init(
                    "word_order", type: "whole number from 0 to 4", default: "\(wordOrder)",
                    "The longest run of words; 0 counts no words."),
                .init("beta", type: "number", default: "2", "How many times recall weighs as much as precision."),
                .init("lowercase", type: "boolean", default: "false", "Whether upper and lower case are the same."),
                .init("whitespace", type: "boolean", default: "false", "Counts whitespace among the characters."),
                .init(
                    "smooth", type: "effective_order, eps or nltk", default: "effective_order",
                    "eps takes the mean of F over all orders, as Moses does, not F of the means; nltk does so too and"
                        + " counts U+001C to U+001F among the characters."),
                Normalization.parameter,
            ],
            examples: [
                .init(
                    trace: ["id": "t", "output": "The cat sat.", "expectedOutput": "The cat sat."],
                    value: .numeric(1)),
                .init(
                    parameters: ["char_order": 1, "word_order": 0, "beta": 1],
                    trace: ["id": "t", "output": "abcd", "expectedOutput": "abef"], value: .numeric(0.5)),
            ],
            make: { reader, _ throws(JSONReadError) in .grader(try CHRFGrader(&reader, wordOrder: wordOrder)) })
    }
}
