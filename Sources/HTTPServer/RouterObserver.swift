/// Is told of every request a router has answered; for metrics. Called on the thread that answers.
package protocol RouterObserver: Sendable {
    /// A request has got its answer.
    ///
    /// `route` is the pattern of the route or `Router.noRoute`; `method` is a method that some route answers or
    /// `Router.otherMethod`: both are from closed sets. `duration` is the time from the end of the request's body to
    /// the handler's answer.
    func requestFinished(route: String, method: String, status: Int, duration: Duration)
}

extension RouterObserver {
    /// Ignores it.
    package func requestFinished(route: String, method: String, status: Int, duration: Duration) {}
}
