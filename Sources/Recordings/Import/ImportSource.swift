internal import Exports
internal import Foundation
internal import LiveProtocol
internal import SessionStore
internal import Wording

/// What a file to import holds, whatever its format: events in order, as often as asked for.
enum ImportSource {
    /// Read ahead by a thread of its own.
    case own(OwnRecording, ImportFile)
    /// A file of another tool, or an archive, that has been looked at once.
    case foreign(ImportFile, ForeignReader)

    /// - Parameter isTaken: identifiers that a connection without one must not get.
    init(
        _ file: ImportFile, _ kind: FileKind, takesAllSockets: Bool, isTaken: @escaping (ConnectionID) -> Bool,
        told: WorkStep.Telling
    ) throws {
        switch kind {
        case .bundle:
            guard !file.isStream else {
                throw ImportError(
                    "a bundle cannot be read from a stream", remedy: "write it into a file and import that")
            }
            self = .own(.bundle(try Bundle.open(URL(filePath: file.path))), file)
        case .ownLines: self = .own(OwnRecording(lines: file), file)
        case .foreign(let shape):
            let settings = ForeignSettings(
                takesAllSockets: takesAllSockets, writtenAt: file.writtenAt, isTaken: isTaken
            ) {
                name, take in
                guard let neighbour = file.neighbour(name) else { return false }
                try neighbour.forEachText(take)
                return true
            }
            self = .foreign(file, try Self.learned(file, ForeignReader(shape, settings), told))
        }
    }

    /// The first pass: also digests the file, by which it is known when it comes again.
    private static func learned(
        _ file: ImportFile, _ reader: ForeignReader, _ told: WorkStep.Telling
    ) throws -> ForeignReader {
        var reader = reader
        let digest = ByteDigest()
        try file.forEachText { bytes in
            digest.update(bytes)
            try reader.learn(bytes)
            told(WorkStep("looking through the file", 0, "frames", share: file.share.map { min($0, 0.999) }))
        }
        try reader.finishLearning()
        reader.digest = Format.hex(digest.finished().prefix(16))
        return reader
    }

    /// How much of it has been read in this pass, 0 to 1; nil where nobody knows.
    var share: Double? {
        switch self {
        case .own(.bundle, _): nil
        case .own(.lines, let file), .foreign(let file, _): file.share
        }
    }

    /// The bundle; nil for all else.
    var bundle: SessionDatabase? { if case .own(.bundle(let database), _) = self { database } else { nil } }

    /// Every event with its session, redacted. What was understood is told at the end; nil for a file of livetop's own, which
    /// is understood whole or not at all.
    func forEachEvent(
        _ redaction: ImportRedaction, _ body: (ImportedEvent) throws -> Void
    ) throws -> ImportTally? {
        var redactor = ImportRedactor(redaction)
        switch self {
        case .own(let recording, _):
            let events = ImportedEvents(of: recording, redactor)
            while let batch = try events.next() { for event in batch { try body(event) } }
            return nil
        case .foreign(let file, var reader):
            try file.forEachText { bytes in try reader.read(bytes) { try body(redactor.redact($0)) } }
            try reader.finishReading { try body(redactor.redact($0)) }
            return reader.tally
        }
    }
}
