internal import Diagnosis
package import Exports
package import Foundation
package import LiveProtocol
package import SessionStore

/// Where the bytes of an export go. What lies there in the end is complete, or nothing lies there.
package protocol ExportDestination {
    func write(_ bytes: [UInt8]) throws
    /// Lets `body` make the file at the place it is given.
    func fill(_ body: (URL) throws -> Void) throws
    /// Everything has been written.
    func finish() throws
    /// Nothing of it is to stay.
    func abandon()
}

/// One run of `livetop export`: recorded sessions through a format into a file.
package struct ExportJob {
    private let recordings: Recordings
    private let sessions: [SessionID]
    private let format: ExportFormat
    private let options: ExportOptions
    private let part: ExportPart
    /// Who stands for whom in an export without names and words; nil for one that says everything.
    private let pseudonyms: Pseudonyms?

    package init(
        _ sessions: [SessionID], of recordings: Recordings, as format: ExportFormat, _ options: ExportOptions,
        part: ExportPart = ExportPart(), pseudonyms: Pseudonyms? = nil
    ) {
        (self.sessions, self.recordings, self.format, self.options) = (sessions, recordings, format, options)
        (self.part, self.pseudonyms) = (part, pseudonyms)
    }

    /// - Parameter told: told of each event that is read, for whoever shows how far the export has come.
    /// - Throws: `ExportError` where the format refuses, and what the destination throws. Nothing is left then.
    package func run(
        to destination: some ExportDestination, told: @escaping WorkStep.Telling = { _ in }
    ) throws {
        guard let write = format.write else {
            return try destination.fill { file in try writeBundle(to: file, told) }
        }
        do {
            for (index, session) in sessions.enumerated() {
                let total = try Recording(recordings.database).mark(of: session).rowCount
                var pace = ExportPace(total: total, done: index, of: sessions.count)
                let source = try source(of: session) { told(pace.step(at: $0)) }
                var options = options
                options.interval = try part.interval(of: source)
                options.filter = part.filter
                try write(source, options, ExportSink { bytes in try destination.write(bytes) })
            }
            try destination.finish()
        } catch {
            destination.abandon()
            throw error
        }
    }

    private func writeBundle(to file: URL, _ told: @escaping WorkStep.Telling) throws {
        guard let pseudonyms else { return try Bundle.write(sessions, of: recordings.database, to: file, told: told) }
        try AnonymousBundle(recordings: recordings, sessions: sessions, pseudonyms: pseudonyms)
            .write(to: file, told: told)
    }

    private func source(
        of session: SessionID, _ reached: @escaping (Timestamp) -> Void = { _ in }
    ) throws -> ExportSource {
        let source = try recordings.exportSource(of: session, reached: reached)
        return try pseudonyms.map { try source.anonymised($0) } ?? source
    }

    /// What an anonymous export of a session no longer shows, or shows that was not there: rules by name. Empty where all
    /// findings hold.
    ///
    /// - Parameter told: told of each event that is read for it.
    package func changedFindings(of session: SessionID, told: @escaping WorkStep.Telling = { _ in }) throws -> [String]
    {
        var pace = ExportPace(total: try Recording(recordings.database).mark(of: session).rowCount)
        let reached: (Timestamp) -> Void = { instant in
            var step = pace.step(at: instant)
            step.verb = "comparing findings"
            told(step)
        }
        let original = try recordings.exportSource(of: session, reached: reached).allFindings()
        let anonymous = try source(of: session, reached).allFindings()
        let changed = Set(original.map(\.key)).symmetricDifference(anonymous.map(\.key))
        return Set(changed.map(\.rule.rawValue)).sorted()
    }

    /// The sessions that go on: of these the export holds what there was.
    package func running() throws -> [SessionID] {
        try sessions.filter { try recordings.session($0)?.hasOpenConnection == true }
    }
}
