internal import Exports
internal import LiveProtocol
internal import SessionStore

/// The events of a file of livetop's own, read and redacted by one thread while the caller records them.
///
/// ```
/// file ─ read, redact ─▶ belt ─ next() ─▶ understand, record
/// ```
final class ImportedEvents {
    private let belt = Belt<ImportedEvent>(length: 2)

    /// A batch ends at whichever comes first.
    private static let batchLength = 256
    private static let batchByteCount = 512 << 10

    /// Begins to read.
    init(of recording: OwnRecording, _ redactor: ImportRedactor) {
        let belt = belt
        ReadingThread.start(named: "import") {
            belt.fill { put in try Self.read(recording, redactor, put) }
        }
    }

    deinit { belt.abandon() }

    /// The next events, in order; nil at the end. Throws what reading them throws, behind all that came before it.
    func next() throws -> [ImportedEvent]? { try belt.take() }

    private static func read(
        _ recording: OwnRecording, _ redactor: ImportRedactor, _ put: ([ImportedEvent]) throws -> Void
    ) throws {
        var redactor = redactor
        var (batch, byteCount): ([ImportedEvent], Int) = ([], 0)
        var failure: (any Error)?
        do {
            try recording.forEachEvent { event in
                batch.append(redactor.redact(event))
                byteCount.addClamped(RecordItem.event(event.event).byteCount)
                guard batch.count == batchLength || byteCount >= batchByteCount else { return }
                try put(batch)
                (batch, byteCount) = ([], 0)
            }
        } catch { failure = error }
        try put(batch)
        if let failure { throw failure }
    }
}
