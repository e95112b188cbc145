import Foundation
import Testing

@testable import Service

struct VersionInfoTests {
    /// What each target stands for, where the name does not say it.
    private static let names = ["pcre2": "pcre2", "spawn": "glibc"]

    @Test func `Every C library of the package is named with its version`() throws {
        let manifest = try String(contentsOf: SharedData.root.appending(path: "Package.swift"), encoding: .utf8)
        let targets = manifest.matches(of: /\.(?:systemLibrary|target)\(name: "C([A-Z]\w+)"/).map {
            $0.output.1.lowercased()
        }
        #expect(targets.count >= 9)
        let libraries = VersionInfo.libraries
        for target in targets {
            let name = Self.names[target] ?? target
            let library = try #require(libraries.first { $0.name == name }, "\(name)")
            #expect(library.version.contains(/^\d+(\.\d+)+/), "\(library)")
        }
        #expect(libraries.map(\.name) == libraries.map(\.name).sorted())
    }
}
