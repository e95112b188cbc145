/// The values a request's path has in place of a route's parameters, percent-decoded.
package struct PathParameters: Sendable, Equatable {
    private let names: [String]
    private let values: [String]

    /// Creates the values that belong to the names at the same place.
    init(names: [String], values: [String]) {
        self.names = names
        self.values = values
    }

    /// The value of the parameter called `name`, never empty; nil when the route has none of that name.
    package subscript(name: String) -> String? {
        zip(names, values).first { $0.0 == name }?.1
    }
}
