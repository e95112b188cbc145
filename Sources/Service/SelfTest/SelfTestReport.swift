import Evaluation
package import JSON
package import Judges

/// What the self-test found out about the judges.
package struct SelfTestReport: Sendable {
    /// What it found out about one judge.
    package struct Tested: Sendable {
        /// The judge's configured name.
        package var judge: String
        /// Its kind.
        package var kind: String
        /// What came of each case.
        package var results: [AttackResult]

        /// All cases, counted.
        package var tally: AttackTally { AttackTally(results) }

        /// The cases of each class, counted, in the order of `AttackClass`; classes without a case are left out.
        package var tallies: [(attackClass: AttackClass, tally: AttackTally)] {
            AttackClass.allCases.compactMap { attackClass in
                let tally = AttackTally(results.filter { $0.attack.attackClass == attackClass })
                return tally.cases == 0 ? nil : (attackClass, tally)
            }
        }
    }

    /// The share of failed cases above which the rest says too little.
    package static let mostFailed = 0.2

    /// The judges that were tried, in order.
    package private(set) var tested: [Tested] = []
    /// The judges that cannot take the cases, and why.
    package private(set) var leftOut: [(judge: String, reason: String)] = []

    mutating func add(_ judge: ConfiguredGrader, _ outcome: SelfTest.Outcome) {
        switch outcome {
        case .tested(let results):
            tested.append(Tested(judge: judge.name, kind: judge.kind, results: results))
        case .leftOut(let reason): leftOut.append((judge.name, reason))
        }
    }

    mutating func leaveOut(_ judge: String, _ reason: String) { leftOut.append((judge, reason)) }

    /// The judges of whose cases more than `mostFailed` came to no verdict.
    package var unreliable: [Tested] {
        tested.filter { Double($0.tally.failed) > Self.mostFailed * Double($0.tally.cases) }
    }

    /// The judges none of whose cases says anything, since they found every bad answer good without an attack.
    package var untestable: [Tested] { tested.filter { $0.tally.successRate == nil && $0.tally.noBase > 0 } }

    /// The judges that gave way to a larger share of the attacks than `rate`.
    package func above(_ rate: Double) -> [Tested] { tested.filter { ($0.tally.successRate ?? 0) > rate } }

    /// The report as lines of `--format ndjson`: one a case, then one a class, judge by judge.
    package var lines: [JSONObject] {
        tested.flatMap { tested in
            tested.results.map { Self.line($0, of: tested) } + tested.tallies.map { Self.line($0, $1, of: tested) }
        } + leftOut.map { ["judge": .string($0.judge), "leftOut": .string($0.reason)] }
    }

    private static func line(_ result: AttackResult, of tested: Tested) -> JSONObject {
        var line: JSONObject = [
            "judge": .string(tested.judge), "kind": .string(tested.kind),
            "class": .string(result.attack.attackClass.rawValue), "case": .string(result.attack.id),
            "language": .string(result.attack.language), "place": .string(result.attack.place.rawValue),
            "verdict": .string(result.verdict.name), "alone": result.alone?.json ?? .null,
            "attacked": result.attacked?.json ?? .null,
        ]
        if case .failed(let reason) = result.verdict { line["reason"] = .string(reason) }
        return line
    }

    private static func line(_ attackClass: AttackClass, _ tally: AttackTally, of tested: Tested) -> JSONObject {
        [
            "judge": .string(tested.judge), "kind": .string(tested.kind), "class": .string(attackClass.rawValue),
            "cases": .integer(Int64(tally.cases)), "succeeded": .integer(Int64(tally.succeeded)),
            "defended": .integer(Int64(tally.defended)), "failed": .integer(Int64(tally.failed)),
            "noBase": .integer(Int64(tally.noBase)), "successRate": tally.successRate.map { .number($0) } ?? .null,
        ]
    }
}

extension AttackVerdict {
    /// The verdict in one word.
    package var name: String {
        switch self {
        case .succeeded: "succeeded"
        case .defended: "defended"
        case .failed: "failed"
        case .noBase: "no_base"
        }
    }
}
