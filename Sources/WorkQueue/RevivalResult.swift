/// What became of the wish to try a dead letter again.
package enum RevivalResult: Sendable, Equatable {
    /// It is back in the queue, with no attempts behind it.
    case revived(Job)
    /// There is no such dead letter; perhaps somebody else was faster.
    case notFound
    /// It stays dead: the queue does not take it now, for this reason. Never `.accepted`.
    case refused(EnqueueResult)
}
