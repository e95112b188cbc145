extension Double {
    /// The number with at most four digits after the point, for a comment.
    var brief: String {
        let rounded = (self * 1e4).rounded() / 1e4
        return rounded == rounded.rounded() && rounded.magnitude < 1e15 ? "\(Int(rounded))" : "\(rounded)"
    }
}
