internal import Dispatch
internal import Synchronization

/// A bounded belt of batches from one thread to the next. Its end travels on it, and what went wrong.
final class Belt<Element: Sendable>: Sendable {
    private enum Piece: Sendable {
        case batch([Element])
        case end((any Error)?)
    }

    private struct State: Sendable {
        var pieces: [Piece] = []
        var isAbandoned = false
    }

    private let state = Mutex(State())
    private let room = DispatchSemaphore(value: 0)
    private let work = DispatchSemaphore(value: 0)

    /// - Parameter length: batches that lie on the belt before whoever fills it waits.
    init(length: Int = 4) {
        // Not as its initial value: a semaphore may not be released below that.
        for _ in 0..<length { room.signal() }
    }

    /// Fills the belt by `body`, which is given the way to put a batch on it, and ends it with what `body` throws.
    /// Putting throws once nobody takes any more.
    func fill(_ body: ((_ batch: [Element]) throws -> Void) throws -> Void) {
        do {
            try body { batch in
                room.wait()
                guard put(.batch(batch)) else { throw Abandoned() }
            }
            _ = put(.end(nil))
        } catch {
            _ = put(.end(error))
        }
    }

    /// The next batch, waiting for it; nil at the end.
    func take() throws -> [Element]? {
        work.wait()
        let piece = state.withLock { $0.pieces.removeFirst() }
        room.signal()
        switch piece {
        case .batch(let batch): return batch
        case .end(let error):
            // Whoever asks again is told the same.
            _ = put(piece)
            if let error { throw error }
            return nil
        }
    }

    /// Nobody takes any more.
    func abandon() {
        state.withLock { $0.isAbandoned = true }
        room.signal()
    }

    private func put(_ piece: Piece) -> Bool {
        let isWanted = state.withLock { state in
            state.pieces.append(piece)
            return !state.isAbandoned
        }
        work.signal()
        return isWanted
    }

    private struct Abandoned: Error {}
}
