import JSON

/// The orders that calls put the same items in.
struct Ranking: Sendable, Equatable {
    /// One call.
    struct Order: Sendable, Equatable {
        /// The items, counted from 0, in the order in which the call showed them.
        var shown: [Int]
        /// The items from the best to the worst.
        var ranked: [Int]
    }

    /// The calls; at least one, all with the same items, of which there are at least two.
    let orders: [Order]

    /// How many items there are.
    var count: Int { orders[0].ranked.count }

    /// The mean place of `item`, counted from 1, the best.
    func place(of item: Int) -> Double {
        let places = orders.map { Double($0.ranked.firstIndex(of: item) ?? 0) + 1 }
        return places.reduce(0, +) / Double(places.count)
    }

    /// The mean place of `item` from 0, last in every order, to 1, first in every order.
    func score(of item: Int) -> Double { (Double(count) - place(of: item)) / Double(count - 1) }

    /// The items by their mean places; of equal ones the first of the list comes first.
    var consensus: [Int] { (0..<count).sorted { (place(of: $0), $0) < (place(of: $1), $1) } }

    /// The share of pairs of items that every call put in the same order.
    var agreement: Double {
        share { first, second in
            Set(orders.map { Self.precedes(first, second, in: $0.ranked) }).count == 1 ? 1 : 0
        }
    }

    /// How much calls lean to the order items are shown in: the share of pairs put in that order less the share put the
    /// other way round, over all calls; from -1 to 1, and 0 for a model that looks at the items alone and is asked both
    /// ways.
    var positionBias: Double {
        share { first, second in
            let leans = orders.map { order in
                Self.precedes(first, second, in: order.shown) == Self.precedes(first, second, in: order.ranked)
                    ? 1.0 : -1
            }
            return leans.reduce(0, +) / Double(leans.count)
        }
    }

    /// The mean of `value` over all pairs of items.
    private func share(_ value: (Int, Int) -> Double) -> Double {
        var sum = 0.0
        for second in 1..<count {
            for first in 0..<second { sum += value(first, second) }
        }
        return sum / Double(count * (count - 1) / 2)
    }

    private static func precedes(_ first: Int, _ second: Int, in order: [Int]) -> Bool {
        (order.firstIndex(of: first) ?? 0) < (order.firstIndex(of: second) ?? 0)
    }
}
