/// How many cells of tables of distances may still be worked out.
struct EditBudget: Sendable {
    /// Those worked out 64 in a machine word.
    var cells = EditMetric.maximumCells
    /// Those worked out one by one.
    var singleCells = EditMetric.maximumSingleCells
}
