import JSON

/// An event with a trace, as JSON.
func event(_ id: String, output: JSONValue? = "Paris", _ more: JSONObject = [:]) -> String {
    var trace: JSONObject = ["id": .string("trace-" + id), "name": "qa", "input": "Capital of France?"]
    trace["output"] = output
    for (key, value) in more.members { trace[key] = value }
    return JSONValue.object(["id": .string(id), "type": "trace", "trace": .object(trace)]).text
}
