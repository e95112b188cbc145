/// What a series shows at one moment.
enum SampleValue: Sendable, Equatable {
    case integer(Int64)
    case number(Double)
    case histogram(HistogramSnapshot)
}

/// A histogram at one moment. `counts` has an element for each bound and one more; they are not cumulative.
struct HistogramSnapshot: Sendable, Equatable {
    var bounds: [Double]
    var counts: [Int64]
    var sum: Double
}

/// A family at one moment, with all its series.
struct FamilySnapshot: Sendable {
    var name: String
    var type: MetricType
    var help: String
    var series: [LabelSet: SampleValue]
}
