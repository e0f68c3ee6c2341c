import Exports
import Foundation
import LiveProtocol
import NIOConcurrencyHelpers
import Recordings
import TerminalUI

/// Exports that were asked for on screen, each on a thread of its own over a database connection that only reads. They
/// go into the current folder, under a name that is free.
final class ScreenExports: Sendable {
    private let open: @Sendable () throws -> Recordings
    private let told = NIOLockedValueBox<[String]>([])
    private let threads = NIOLockedValueBox<[JoinableThread]>([])

    init(_ open: @escaping @Sendable () throws -> Recordings) { self.open = open }

    /// What the menu offers.
    static let choices = ExportFormat.all.map { ExportChoice(name: $0.name, summary: $0.summary) }

    func start(_ session: SessionID, format name: String) {
        guard let format = ExportFormat.named(name) else { return }
        let thread = JoinableThread(named: "export", isInBackground: true) { [self] in
            let sentence = write(session, format)
            told.withLockedValue { $0.append(sentence) }
        }
        threads.withLockedValue { $0.append(thread) }
    }

    /// What came of those that have ended since the last call.
    func answers() -> [Message] {
        told.withLockedValue { told in
            defer { told = [] }
            return told.map(Message.told)
        }
    }

    /// Waits for those that are not complete.
    func close() { threads.withLockedValue(\.self).forEach { $0.join() } }

    private func write(_ session: SessionID, _ format: ExportFormat) -> String {
        do {
            let recordings = try open()
            let path = Self.freePath(for: session, format)
            var options = ExportOptions()
            options.version = VersionCommand.number
            let job = ExportJob(
                recordings: recordings, sessions: [session], format: format, options: options, part: nil)
            try job.run(to: path, replaces: false)
            return "Exported: \(path)"
        } catch let error as UserError {
            return "Not exported: \(error.why)"
        } catch {
            return "Not exported: \(error)"
        }
    }

    /// `livetop-6g002byh.har`, `livetop-6g002byh-2.har`, …
    private static func freePath(for session: SessionID, _ format: ExportFormat) -> String {
        let stem = "\(FileManager.default.currentDirectoryPath)/livetop-\(session)"
        let names = (1...).lazy.map { $0 == 1 ? stem : "\(stem)-\($0)" }.map { "\($0).\(format.fileExtension)" }
        return names.first { !FileManager.default.fileExists(atPath: $0) } ?? "\(stem).\(format.fileExtension)"
    }
}
