#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Third parties' test suites, read from the folder `shared` beside the checkout; they are no part of it.
enum SharedVectors {
    /// The folders that may hold them, the nearest first.
    private static let folders: [String] = {
        let checkout = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardized
        let beside = checkout.deletingLastPathComponent().appending(path: "shared").path
        return [beside, ProcessInfo.processInfo.environment["GRADEHOOK_SHARED"]].compactMap { $0 }
    }()

    /// The bytes of `file`; nil when no folder has it.
    static func contents(of file: String) -> [UInt8]? {
        folders.lazy.compactMap { FileManager.default.contents(atPath: "\($0)/\(file)") }.first.map { Array($0) }
    }

    /// The names of the JSON files in `folder`, sorted; none when it is not there.
    static func jsonFiles(in folder: String) -> [String] {
        let names = folders.lazy.compactMap { try? FileManager.default.contentsOfDirectory(atPath: "\($0)/\(folder)") }
        return (names.first ?? []).filter { $0.hasSuffix(".json") }.sorted()
    }
}
