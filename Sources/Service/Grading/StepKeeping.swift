import Judges
import Logging
import ModelStore
import Timing

/// The evaluation steps that models have written, with the file behind them, made once and kept across reloads.
struct StepKeeping: Sendable {
    /// The steps.
    let library: StepLibrary
    private let database: StepDatabase?

    /// What a warning says before the reason.
    static let warning = "evaluation steps are not kept on disk"

    /// Opens the file in the `data_dir` of `configuration`, if it has one. A file that cannot be opened is logged once and done
    /// without: judges then have their steps written again after a restart.
    static func open(_ configuration: Configuration, _ logger: Logger, _ clock: any TimeSource) async -> StepKeeping {
        let trouble = { @Sendable (message: String) in logger.warning("\(warning)", metadata: ["error": "\(message)"]) }
        var database: StepDatabase?
        // Also without a judge that needs it: a reload may bring one, and the file is opened only here.
        if let path = path(configuration) {
            do throws(ModelStoreError) {
                database = try await StepDatabase.open(path: path, trouble: trouble)
            } catch {
                trouble(error.message)
            }
        }
        return StepKeeping(library: StepLibrary(store: database, time: clock), database: database)
    }

    /// Opens what a service keeps under the same configuration, to go by the same steps without writing any. `trouble` is
    /// told why the file cannot be read.
    static func openForReading(
        _ configuration: Configuration, trouble: @escaping @Sendable (_ message: String) -> Void
    ) async -> StepKeeping {
        var database: StepDatabase?
        if let path = path(configuration) {
            do throws(ModelStoreError) {
                database = try await StepDatabase.openForReading(path: path, trouble: trouble)
            } catch {
                trouble(error.message)
            }
        }
        return StepKeeping(library: StepLibrary(store: database), database: database)
    }

    private static func path(_ configuration: Configuration) -> String? {
        configuration.dataDirectory.map { "\($0)/steps.sqlite" }
    }

    /// Closes the file.
    func close() async { await database?.close() }
}
