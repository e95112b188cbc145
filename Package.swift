// swift-tools-version: 6.2
import PackageDescription

// One target is one folder. Rows import downward only; Tests/LayeringTests holds this table against every `import`.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

func module(_ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource]? = nil) -> Target {
    .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource]? = nil) -> Target {
    .testTarget(
        name: "\(name)Tests", dependencies: [.init(stringLiteral: name)] + dependencies, resources: resources,
        swiftSettings: strict)
}

let deque = Target.Dependency.product(name: "DequeModule", package: "swift-collections")
let heap = Target.Dependency.product(name: "HeapModule", package: "swift-collections")
let log = Target.Dependency.product(name: "Logging", package: "swift-log")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let metrics = Target.Dependency.product(name: "CoreMetrics", package: "swift-metrics")

let package = Package(
    name: "gradehook",
    dependencies: [
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        // Row 0: bytes, protocols, time.
        .systemLibrary(name: "CLibmicrohttpd"),
        .systemLibrary(name: "CLibcurl"),
        .systemLibrary(name: "COpenSSL"),
        .systemLibrary(name: "CPCRE2"),
        .systemLibrary(name: "CZlib"),
        .systemLibrary(name: "CExpat"),
        .systemLibrary(name: "CSQLite"),
        .systemLibrary(name: "CSpawn"),
        .target(name: "CSimdjson", linkerSettings: [.linkedLibrary("simdjson")]),
        module("Timing"),
        module("JSON", ["CSimdjson"]),
        module("RegularExpressions", ["CPCRE2"]),
        module("SyntaxChecking", ["CExpat", "CSQLite"]),
        module("Cryptography", ["COpenSSL"]),
        module("HTTPServer", ["CLibmicrohttpd", "CZlib"]),
        module("HTTPClient", ["CLibcurl", "Cryptography", "Timing", heap]),
        module("Subprocess", ["CSpawn", "Timing"]),
        module("PersonalData", ["RegularExpressions"]),
        // Row 1: the nouns, the queue, the models, the metrics.
        module("Evaluation", ["JSON", "Timing", "Cryptography", "RegularExpressions", "PersonalData"]),
        module("WorkQueue", ["Timing", deque, heap]),
        module("ChatModels", ["JSON", "Timing", "HTTPClient", "Cryptography"]),
        module("PrometheusMetrics", [metrics]),
        // Row 2: what plugs into the pipe.
        module("Webhooks", ["Evaluation", "JSON", "Timing", "Cryptography"]),
        module(
            "Graders",
            [
                "Evaluation", "JSON", "PersonalData", "RegularExpressions", "SyntaxChecking", "Timing", "Cryptography",
                "HTTPClient", "Subprocess",
            ]),
        module(
            "Judges", ["Evaluation", "ChatModels", "Cryptography", "HTTPClient", "JSON", "Timing"],
            resources: [.embedInCode("Prompts"), .embedInCode("SelfTest/Cases")]),
        module("Langfuse", ["Evaluation", "JSON", "Timing", "HTTPClient", "Cryptography"]),
        module("ScoreStore", ["Evaluation", "ChatModels", "JSON", "Timing", grdb]),
        module("ModelStore", ["ChatModels", "Evaluation", "JSON", "Timing", grdb]),
        // Row 3: lays the pipe.
        module(
            "Service",
            [
                "Webhooks", "Graders", "Judges", "Langfuse", "ScoreStore", "ModelStore", "Evaluation", "WorkQueue",
                "ChatModels",
                "PrometheusMetrics", "JSON", "Timing", "Cryptography", "RegularExpressions", "HTTPServer", "HTTPClient",
                "PersonalData", "Subprocess", "SyntaxChecking", yams, log, metrics,
            ],
            resources: [.embedInCode("Resources")]),
        // Row 4: the command.
        .executableTarget(
            name: "gradehook",
            dependencies: [
                "Service", "Webhooks", "Judges", "Evaluation", "JSON", "Timing", "Cryptography", arguments, log,
            ],
            swiftSettings: strict),
        // Measures and compares, never installed: Benchmarks/text-metrics/compare.py and differences.py run it.
        .executableTarget(
            name: "text-metrics-bench", dependencies: ["Graders", "Evaluation", "JSON"],
            path: "Benchmarks/text-metrics", exclude: ["compare.py", "differences.py", "requirements.txt"],
            swiftSettings: strict),
        // Tests.
        .target(
            name: "TestSupport",
            dependencies: ["JSON", "Timing", "HTTPServer", "Evaluation", "Cryptography", "WorkQueue"],
            path: "Tests/TestSupport", swiftSettings: strict),
        tests("Timing", ["TestSupport"]),
        tests("JSON", ["RegularExpressions"]),
        tests("RegularExpressions", []),
        tests("Cryptography", []),
        tests("HTTPServer", ["TestSupport"]),
        tests("HTTPClient", ["TestSupport", "HTTPServer", "Cryptography", "Timing"]),
        tests("Subprocess", ["TestSupport", "Timing"]),
        tests("PersonalData", []),
        tests("Evaluation", ["TestSupport", "JSON", "Timing", "PersonalData"]),
        tests("WorkQueue", ["TestSupport", "Timing"]),
        tests("ChatModels", ["TestSupport", "JSON", "Timing", "HTTPClient", "Cryptography", "HTTPServer"]),
        tests("PrometheusMetrics", [metrics]),
        tests("Webhooks", ["TestSupport", "Evaluation", "JSON", "Timing", "Cryptography"]),
        tests(
            "Graders",
            ["TestSupport", "Evaluation", "JSON", "Timing", "Cryptography", "HTTPClient", "HTTPServer", "Subprocess"],
            resources: [.copy("Vectors")]),
        tests(
            "Judges",
            [
                "TestSupport", "Evaluation", "ChatModels", "JSON", "Timing", "RegularExpressions", "HTTPClient",
                "Cryptography",
            ]),
        tests("Langfuse", ["TestSupport", "Evaluation", "JSON", "Timing", "HTTPClient", "Cryptography", "HTTPServer"]),
        tests("ScoreStore", ["TestSupport", "Evaluation", "ChatModels", "JSON", "Timing", grdb]),
        tests("ModelStore", ["TestSupport", "ChatModels", "Evaluation", "Timing", grdb]),
        tests(
            "Service",
            [
                "TestSupport", "Evaluation", "JSON", "Timing", "Webhooks", "WorkQueue", "Cryptography", "HTTPServer",
                "HTTPClient", "ScoreStore", "Langfuse", "Graders", "Judges", "ChatModels", "PersonalData", log,
            ]),
        // Runs the command as a user does: depending on it has it built beside the test bundle.
        tests("gradehook", ["TestSupport", "Service", "JSON"]),
        .testTarget(name: "LayeringTests", swiftSettings: strict),
    ],
    cxxLanguageStandard: .cxx17
)
