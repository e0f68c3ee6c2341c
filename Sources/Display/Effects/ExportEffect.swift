package import Exports
import Foundation
package import LiveProtocol
package import Recordings
import Runtime
import TerminalUI

/// Writes a session into a new file, in that format.
package typealias SessionExport =
    @Sendable (_ session: SessionID, _ format: ExportFormat, _ recordings: Recordings, _ path: String) throws -> Void

/// Exports that were asked for on screen, over a database connection that only reads. They go into the current folder,
/// under a name that is free.
struct ExportEffect {
    let open: @Sendable () throws -> Recordings
    let export: SessionExport

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
            try export(session, format, recordings, path)
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
