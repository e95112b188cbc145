import Foundation
import JSON

/// Real traces that lie beside the checkout, where they are.
enum SharedData {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The lines of `coqa-traces.ndjson`; nil when the folder is not there.
    static let coqaTraces: [[UInt8]]? = {
        let named = ProcessInfo.processInfo.environment["GRADEHOOK_SHARED"].map { URL(filePath: $0) }
        let folder = named ?? root.deletingLastPathComponent().appending(path: "shared")
        guard let data = try? Data(contentsOf: folder.appending(path: "data/coqa-traces.ndjson")) else { return nil }
        let bytes = Array(data)
        return JSONText.lineRanges(bytes).map { Array(bytes[$0]) }
    }()
}
