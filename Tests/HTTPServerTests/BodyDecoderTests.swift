import HTTPServer
import Testing

private let text = Array(#"{"id":"evt_1","output":"hello hello hello hello"}"#.utf8)
private let gzipped = bytes(
    hex: "1f8b0800000000000203ab56ca4c51b2524a2d2b893754d251ca2f2d29282d010a64a4e6e4e42b60904ab5000d242a1a31000000")
private let zlibbed = bytes(
    hex: "78daab56ca4c51b2524a2d2b893754d251ca2f2d29282d010a64a4e6e4e42b60904ab500903d10b6")

private let sound: [(String?, [UInt8])] = [
    ("gzip", gzipped), ("GZip", gzipped), ("x-gzip", gzipped), (" gzip ", gzipped), ("deflate", zlibbed),
    ("deflate", Array(zlibbed.dropFirst(2).dropLast(4))), ("identity", text), ("", text), (nil, text),
]

@Test(arguments: sound)
func `a body is decoded by its coding`(coding: String?, body: [UInt8]) throws {
    #expect(try BodyDecoder.decode(body, contentEncoding: coding, limit: 1000) == text)
}

@Test func `gzip members in a row are joined`() throws {
    #expect(try BodyDecoder.decode(gzipped + gzipped, contentEncoding: "gzip", limit: 1000) == text + text)
}

@Test(arguments: ["br", "zstd", "compress", "gzip, gzip", "gzip,identity", "gzip\u{0}", "chunked"])
func `an unknown or double coding is not supported`(coding: String) {
    let error = #expect(throws: BodyDecodingError.self) {
        try BodyDecoder.decode(gzipped, contentEncoding: coding, limit: 1000)
    }
    #expect(error?.code == .unsupportedCoding)
}

private let spoilt: [(String, [UInt8])] = [
    ("gzip", gzipped + [0 as UInt8]), ("gzip", gzipped + text), ("gzip", Array(gzipped.dropLast())),
    ("gzip", Array(gzipped.prefix(15))), ("gzip", []), ("gzip", text), ("gzip", zlibbed),
    ("deflate", zlibbed + [1 as UInt8]), ("deflate", Array(zlibbed.dropLast(2))), ("deflate", []), ("deflate", gzipped),
    ("gzip", gzipped + [0x1F as UInt8, 0x8B as UInt8]),
]

@Test(arguments: spoilt)
func `damaged, short and overlong data is corrupt`(coding: String, body: [UInt8]) {
    let error = #expect(throws: BodyDecodingError.self) {
        try BodyDecoder.decode(body, contentEncoding: coding, limit: 1000)
    }
    #expect(error?.code == .corrupt)
}

@Test func `a flipped bit is corrupt`() {
    for index in gzipped.indices.dropFirst(10) {
        var body = gzipped
        body[index] ^= 4
        #expect(throws: BodyDecodingError.self) { try BodyDecoder.decode(body, contentEncoding: "gzip", limit: 1000) }
    }
}

@Test(arguments: [("gzip", gzipped), ("deflate", zlibbed), ("identity", text)])
func `the limit is the length of the decoded body`(coding: String, body: [UInt8]) throws {
    #expect(try BodyDecoder.decode(body, contentEncoding: coding, limit: text.count) == text)
    let error = #expect(throws: BodyDecodingError.self) {
        try BodyDecoder.decode(body, contentEncoding: coding, limit: text.count - 1)
    }
    #expect(error?.code == .tooLarge)
}

@Test func `a bomb is stopped at the limit`() {
    // 132 bytes that unfold to 100,000 zeros, 10,000 times in a row: 1.3 MB for a gigabyte.
    let member =
        bytes(hex: "1f8b0800000000000203edc13101000000c2a0f54f6d0d0fa0")
        + [UInt8](repeating: 0, count: 96) + bytes(hex: "8057037d9511d4a0860100")
    var bomb = member
    while bomb.count < 132 * 10_000 { bomb += bomb }
    let begin = ContinuousClock.now
    let error = #expect(throws: BodyDecodingError.self) {
        try BodyDecoder.decode(bomb, contentEncoding: "gzip", limit: 4_718_592)
    }
    #expect(error?.code == .tooLarge)
    #expect(ContinuousClock.now - begin < .seconds(5))
}
