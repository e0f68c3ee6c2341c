import Exports
import Foundation
import LiveProtocol
import Recordings
import Runtime
import TerminalUI

/// Exports that were asked for on screen, over a database connection that only reads. They go into the current folder,
/// under a name that is free.
struct ExportEffect {
    let open: @Sendable () throws -> Recordings

    /// What the menu offers.
    static let choices = ExportFormat.all.map { ExportChoice(name: $0.name, summary: $0.summary) }

    /// One after the other; what has been asked for is done, also when the screen ends.
    func export(_ session: SessionID, format name: String) -> EffectJob<Message> {
        EffectJob(on: EffectLane("export", isInBackground: true), mustFinish: true) { _ in
            ExportFormat.named(name).map { .told(write(session, $0)) }
        }
    }

    private func write(_ session: SessionID, _ format: ExportFormat) -> String {
        do {
            let recordings = try open()
            let path = Self.freePath(for: session, format)
            var options = ExportOptions()
            options.version = LivetopVersion.number
            let job = ExportJob([session], of: recordings, as: format, options)
            try job.run(to: ExportTarget(path: path, replaces: false))
            return "Exported: \(path)" + (try job.running().isEmpty ? "" : " (the call goes on)")
        } catch {
            return "Not exported: \(UserError(failure: error)?.why ?? "\(error)")"
        }
    }

    /// `livetop-6g002byh.har`, `livetop-6g002byh-2.har`, …
    private static func freePath(for session: SessionID, _ format: ExportFormat) -> String {
        let stem = "\(FileManager.default.currentDirectoryPath)/livetop-\(session)"
        let names = (1...).lazy.map { $0 == 1 ? stem : "\(stem)-\($0)" }.map { "\($0).\(format.fileExtension)" }
        return names.first { !FileManager.default.fileExists(atPath: $0) } ?? "\(stem).\(format.fileExtension)"
    }
}
