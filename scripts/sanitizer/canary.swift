// Shows that the thread sanitizer can be believed before the tests are run under it: `sound` must be silent, in `race`
// it must find the race.
import Glibc
import Synchronization

final class Counters: Sendable {
    let first = Mutex(0)
    let second = Mutex(0)
    nonisolated(unsafe) var unguarded = 0
}

let counters = Counters()
let races = CommandLine.arguments.dropFirst().first == "race"

/// Adds under one lock, or, to race, under a lock of its own for every other thread.
func work(_ number: Int) {
    let mutex = { (body: () -> Void) in
        if races, number % 2 == 1 {
            counters.second.withLock { $0 += 1; body() }
        } else {
            counters.first.withLock { $0 += 1; body() }
        }
    }
    for _ in 0..<20_000 { mutex { counters.unguarded += 1 } }
}

var threads: [pthread_t] = []
for number in 0..<4 {
    var thread = pthread_t()
    let argument = UnsafeMutableRawPointer(bitPattern: number + 1)
    guard pthread_create(&thread, nil, { work(Int(bitPattern: $0) - 1); return nil }, argument) == 0 else { exit(70) }
    threads.append(thread)
}
for thread in threads { pthread_join(thread, nil) }
print(counters.unguarded)
