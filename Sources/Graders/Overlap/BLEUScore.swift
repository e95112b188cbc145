import Glibc

/// BLEU from its counts: Papineni et al. 2002 (https://aclanthology.org/P02-1040), with the smoothings of Chen and
/// Cherry 2014 (https://aclanthology.org/W14-3346) as sacreBLEU and NLTK compute them.
struct BLEUScore {
    /// What stands in for an order without a match.
    enum Smoothing: String, CaseIterable {
        case exp, none, floor
        case addK = "add_k"
        case method1, method2, method3, method4

        /// Whether it is one of NLTK's, which count an order the candidate is too short for as 0 of 1.
        var isNLTK: Bool {
            switch self {
            case .exp, .none, .floor, .addK: false
            case .method1, .method2, .method3, .method4: true
            }
        }
    }

    /// How many tokens there are.
    struct Lengths {
        var candidate: Int
        /// Those of the reference nearest in length.
        var reference: Int
    }

    private(set) var score = 0.0
    private(set) var brevityPenalty = 1.0
    private(set) var precisions: [Double] = []

    /// Computes sacreBLEU's score. `orders` are the counts from 1 up.
    init(
        sacreBLEU orders: [NgramOverlap.Order], lengths: Lengths, smoothing: Smoothing,
        value: Double, usesEffectiveOrder: Bool
    ) {
        penalize(lengths)
        guard orders.contains(where: { $0.matches > 0 }) else { return }
        precisions.reserveCapacity(orders.count)
        var halvings = 1.0
        var sum = 0.0
        var order = 0
        for counts in orders {
            let added = smoothing == .addK && order > 0 ? value : 0
            let total = Double(counts.candidate) + added
            if total == 0 { break }
            order += 1
            var matches = Double(counts.matches) + added
            if matches == 0 && smoothing == .exp {
                halvings *= 2
                matches = 1 / halvings
            } else if matches == 0 && smoothing == .floor {
                matches = value
            }
            precisions.append(matches / total)
            sum += log(matches / total)
        }
        let effective = usesEffectiveOrder ? order : orders.count
        // Orders never reached have a precision of 0.
        if effective > order { sum = -.infinity }
        score = brevityPenalty * exp(sum / Double(effective))
    }

    private mutating func penalize(_ lengths: Lengths) {
        guard lengths.candidate < lengths.reference else { return }
        brevityPenalty =
            lengths.candidate > 0
            ? exp(1 - Double(lengths.reference) / Double(lengths.candidate)) : 0
    }

    /// Computes NLTK's score for the orders 1 to 4.
    init(nltk orders: [NgramOverlap.Order], lengths: Lengths, smoothing: Smoothing) {
        penalize(lengths)
        guard let first = orders.first, first.matches > 0 else { return }
        var values = orders.map { Double($0.matches) / Double(max(1, $0.candidate)) }
        var misses = 0
        for index in values.indices {
            let total = Double(max(1, orders[index].candidate))
            if smoothing == .method2 && index > 0 {
                values[index] = Double(orders[index].matches + 1) / (total + 1)
            }
            guard orders[index].matches == 0 else { continue }
            misses += 1
            let halvings = pow(2, Double(misses))
            switch smoothing {
            case .method1: values[index] = 0.1 / total
            case .method3: values[index] = 1 / (halvings * total)
            case .method4 where lengths.candidate > 1:
                values[index] = log(Double(lengths.candidate)) / (halvings * 5) / total
            default: break
            }
        }
        precisions = values
        // NLTK leaves out an order that is still 0.
        let sum = values.reduce(0) { $0 + ($1 > 0 ? log($1) / 4 : 0) }
        score = brevityPenalty * exp(sum)
    }
}
