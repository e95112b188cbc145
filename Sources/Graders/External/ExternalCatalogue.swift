package import Evaluation
import JSON

/// The kinds of grader that are your own code, in another process or behind a URL. docs/external-graders.md describes
/// what goes to and fro.
package enum ExternalCatalogue {
    /// The kinds. Without resources they can be listed but not built.
    package static func kinds(_ resources: ExternalResources?) -> [GraderKind] {
        [CommandGrader.kind(resources), HTTPGrader.kind(resources)]
    }

    /// The error of a kind that is built without resources.
    static func unavailable(_ reader: JSONReader) -> JSONReadError {
        reader.error("kind", "nothing here can reach other processes or servers")
    }
}
