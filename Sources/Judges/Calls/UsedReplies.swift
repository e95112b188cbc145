import ChatModels
import Synchronization

/// The replies that one grade was made of, so that they can be forgotten should it turn out that they cannot be read.
///
/// It hangs at the task, and so reaches every call that a grade makes, side by side or one after the other.
final class UsedReplies: Sendable {
    @TaskLocal static var current: UsedReplies?

    private let places = Mutex<[KeptPlace]>([])

    /// Notes that the grade of this task was given `reply`.
    static func note(_ reply: ChatReply) {
        guard let place = reply.kept else { return }
        current?.places.withLock { $0.append(place) }
    }

    /// Has every one of them forgotten.
    func forget() {
        for place in places.withLock({ $0 }) { place.forget() }
    }
}
