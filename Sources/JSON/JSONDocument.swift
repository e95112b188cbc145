import CSimdjson

/// Reads a few members of a JSON document without building a `JSONValue` of it.
package enum JSONDocument {
    /// How deeply arrays and objects may nest when nothing else is asked for.
    package static let defaultDepthLimit = 128

    /// Parses and validates the whole of `bytes`, then lets `body` look at it.
    ///
    /// The document must be JSON as RFC 8259 has it: UTF-8 without byte order mark, no `NaN`, no lone surrogate,
    /// nothing after the value. The elements are valid only inside `body`, which may itself parse other documents.
    ///
    /// A number too large for 64 bits is read as a double, and one too large for a double as the greatest double.
    /// `depthLimit` is how many arrays and objects may lie inside one another; an empty innermost one is free.
    /// - Throws: `JSONParseError` before `body` is called.
    package static func withParsed<T>(
        _ bytes: [UInt8], depthLimit: Int = defaultDepthLimit, _ body: (JSONElement) -> T
    ) throws(JSONParseError) -> T {
        try bytes.withUnsafeBufferPointer { (buffer) throws(JSONParseError) -> T in
            try withParsed(buffer, depthLimit: depthLimit, body)
        }
    }

    /// Parses and validates a part of a body, as `JSONText` finds it; otherwise as with an array.
    package static func withParsed<T>(
        _ bytes: ArraySlice<UInt8>, depthLimit: Int = defaultDepthLimit, _ body: (JSONElement) -> T
    ) throws(JSONParseError) -> T {
        try bytes.withUnsafeBufferPointer { (buffer) throws(JSONParseError) -> T in
            try withParsed(buffer, depthLimit: depthLimit, body)
        }
    }

    static func withParsed<T>(
        _ bytes: UnsafeBufferPointer<UInt8>, depthLimit: Int, _ body: (JSONElement) -> T
    ) throws(JSONParseError) -> T {
        var document = csimdjson_parse(bytes.baseAddress, bytes.count, max(1, depthLimit))
        // simdjson refuses a whole document for one number beyond 64 bits (it has no type for it), so such numbers are
        // rewritten as doubles. This is rare enough for a second parse.
        if document.error == Int32(csimdjson_error_number), let rewritten = OversizedNumbers.rewritten(bytes) {
            document = csimdjson_parse(rewritten, rewritten.count, max(1, depthLimit))
        }
        guard let tape = document.tape, let strings = document.strings else {
            throw parseError(bytes, code: document.error, depthLimit: depthLimit)
        }
        defer { csimdjson_release(document.parser) }
        return body(JSONElement(tape: tape, strings: strings, index: 1))
    }

    /// Beyond this the place of an error is not looked for, which would keep a server's thread busy for milliseconds.
    private static let largestScanned = 1024 * 1024

    private static func parseError(
        _ bytes: UnsafeBufferPointer<UInt8>, code: Int32, depthLimit: Int
    ) -> JSONParseError {
        if code == Int32(csimdjson_error_depth) {
            return JSONParseError(message: "the document nests more than \(depthLimit) levels deep")
        }
        if bytes.count <= largestScanned, let error = JSONSyntaxScanner.firstError(in: bytes) { return error }
        return JSONParseError(message: String(cString: csimdjson_error_message(code)))
    }
}
