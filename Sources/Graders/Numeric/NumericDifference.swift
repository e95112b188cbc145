/// How near two numbers are, relative to their size.
enum NumericDifference {
    /// 1 − |e − o| / (|e| + |o|): 1 for equal numbers, two zeros included, 0 for opposite signs.
    static func similarity(_ output: Double, _ expected: Double) -> Double {
        if output == 0, expected == 0 { return 1 }
        let sum = output.magnitude + expected.magnitude
        // Near the end of the doubles a quarter of each gives the same quotient.
        if sum.isInfinite { return similarity(output / 4, expected / 4) }
        return 1 - (expected - output).magnitude / sum
    }
}
