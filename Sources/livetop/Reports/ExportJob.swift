import Exports
import Filters
import Foundation
import LiveProtocol
import Recordings
import Runtime
import SessionModel
import SessionStore
import Wording

/// One run of `livetop export`: sessions of the store through a format into a file.
struct ExportJob {
    let recordings: Recordings
    let sessions: [SessionID]
    let format: ExportFormat
    let options: ExportOptions
    /// Nil for whole sessions.
    let part: ExportPart?

    func run(to path: String, replaces: Bool) throws {
        let target = try ExportTarget(path: path, replaces: replaces)
        guard let write = format.write else {
            try target.fill { file in try Bundle.write(sessions, of: recordings.database, to: file) }
            return try noteRunning()
        }
        let progress = ExportProgress()
        do {
            for session in sessions {
                let source = try recordings.exportSource(of: session) { progress.reached($0) }
                var options = options
                options.interval = try part?.interval(of: source)
                options.filter = try part?.filter(for: format) ?? .everything
                try write(source, options, ExportSink { bytes in try target.write(bytes) })
            }
            try target.finish()
        } catch {
            progress.end()
            target.abandon()
            throw UserError(exporting: error) ?? error
        }
        progress.end()
        try noteRunning()
    }

    private func noteRunning() throws {
        for session in sessions where try recordings.session(session)?.hasOpenConnection == true {
            StandardError.say("livetop: session \(session) is still running: this is what there was of it")
        }
    }
}

/// Tells on a terminal how far a long export has come.
final class ExportProgress {
    private let isShown = isatty(STDERR_FILENO) == 1
    private let begun = Date.now
    private var due = Date.now + 1
    private var first: Timestamp?
    private var hasSpoken = false
    private var events = 0

    func reached(_ instant: Timestamp) {
        events += 1
        first = first ?? instant
        // Looking at the clock costs more than most events do.
        guard isShown, events % 1_024 == 0, Date.now >= due, let first else { return }
        due = Date.now + 0.25
        hasSpoken = true
        StandardError.show("exporting: at \(Format.clock(instant - first)) of the session")
    }

    func end() {
        if hasSpoken { StandardError.show("") }
        hasSpoken = false
    }
}

extension UserError {
    /// What a format refuses; nil for failures of others.
    fileprivate init?(exporting error: any Error) {
        switch error as? ExportError {
        case .nothing(let what):
            self.init(
                .notFound, what: "cannot export the session", why: "there is no \(what) in what was asked for",
                remedy: "livetop show tells what is recorded")
        case .noTurn(let index):
            self.init(
                .notFound, what: "cannot export turn \(index)", why: "the session has no such turn",
                remedy: "livetop show lists its turns")
        case .tooLarge(let why):
            self.init(
                .cannotCreate, what: "cannot export the session in this format", why: why,
                remedy: "export a part of it: --from, --to")
        case .untimed(let what):
            self.init(
                .badData, what: "cannot export the session in this format",
                why: "\(what) needs times, and the session was recorded without",
                remedy: "ndjson, har, csv, markdown, html, bundle and wav --track mic or model need none")
        case nil: return nil
        }
    }
}
