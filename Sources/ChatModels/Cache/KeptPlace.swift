/// Where a reply is kept, so that whoever cannot use it can have it forgotten. Travels with the reply through whatever
/// stands between the cache and the one who asked.
package struct KeptPlace: Sendable, Equatable {
    let cache: ResponseCache
    let key: ResponseKey

    /// Has the reply forgotten: the next request for the same makes a call.
    package func forget() { cache.forget(key) }

    package static func == (left: Self, right: Self) -> Bool { left.cache === right.cache && left.key == right.key }
}
