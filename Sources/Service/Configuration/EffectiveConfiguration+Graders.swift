import JSON

extension EffectiveConfiguration {
    /// A grader's section with what its kind keeps secret masked, wherever the values came from.
    static func masked(_ grader: JSONObject) -> JSONObject {
        var shown = grader
        if shown["secret"] != nil { shown["secret"] = mask }
        for key in ["environment", "headers"] {
            guard let values = shown[key]?.object else { continue }
            shown[key] = .object(JSONObject(values.keys.map { ($0, mask) }))
        }
        return shown
    }
}
