extension String {
    /// The text without a slash at its end.
    var withoutSlash: String { hasSuffix("/") ? String(dropLast()) : self }
}
