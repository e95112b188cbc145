/// Takes the figures that are read at the moment of a scrape rather than counted as things happen.
package struct CollectedSamples {
    struct Sample {
        var name: String
        var type: MetricType
        var labels: [(String, String)]
        var value: Double
    }

    var samples: [Sample] = []

    /// Adds a gauge's figure.
    package mutating func gauge(_ name: String, _ value: Double, labels: [(String, String)] = []) {
        samples.append(Sample(name: name, type: .gauge, labels: labels, value: value))
    }

    /// Adds a counter's total; the name ends in `_total` or gets it.
    package mutating func counter(_ name: String, _ value: Double, labels: [(String, String)] = []) {
        samples.append(Sample(name: name, type: .counter, labels: labels, value: value))
    }
}
