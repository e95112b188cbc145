/// Tells several observers of every call, in order.
package struct ChatModelObservers: ChatModelObserver {
    private let observers: [any ChatModelObserver]

    /// Creates an observer that passes everything on to `observers`.
    package init(_ observers: [any ChatModelObserver]) { self.observers = observers }

    package func callFinished(_ report: ChatCallReport) {
        for observer in observers { observer.callFinished(report) }
    }

    package func placeTaken(model: String, waited: Duration) {
        for observer in observers { observer.placeTaken(model: model, waited: waited) }
    }

    package func retryRefused(model: String) {
        for observer in observers { observer.retryRefused(model: model) }
    }
}
