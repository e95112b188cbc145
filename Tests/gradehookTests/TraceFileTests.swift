import Testing

@testable import gradehook

@Suite struct TraceFileTests {
    /// A file, and the line each of its traces begins on.
    static let files: [(String, [Int])] = [
        ("", []), ("{}", [1]), ("{\n\"a\":\n1}", [1]), ("\n\n{}\n\n{}\r\n{}", [3, 5, 6]),
        ("[{},\n\n{},{}\n,{}]", [1, 3, 3, 4]),
        ("nonsense\n{}", [1, 2]),
    ]

    @Test(arguments: files) func `A trace is known by the line it begins on`(_ text: String, _ numbers: [Int]) {
        #expect(TraceFile(Array(text.utf8)).lines.map(\.number) == numbers)
    }

    /// Counting each line's number from the beginning of the file takes minutes here.
    @Test(.timeLimit(.minutes(1))) func `A long file is read in one pass`() {
        let file = TraceFile(Array(repeatElement("{}\n".utf8, count: 200_000).joined()))
        #expect(file.lines.count == 200_000)
        #expect(file.lines.last?.number == 200_000)
    }
}
