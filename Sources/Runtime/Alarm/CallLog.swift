import LiveProtocol
package import Reports
import SessionModel
import Snapshots
import Wording

/// Writes a line on the error stream for each call that begins, ends, or is found at fault: `serve --log-format`.
///
/// It looks once a second, as a screen does, and only where somebody asked for it: looking costs the decoding thread something.
package struct CallLog: Sendable {
    let format: CallLogFormat

    package init(_ format: CallLogFormat) { self.format = format }

    /// Watches `source` while `body` runs, and once more after it; without a format only `body` runs.
    package static func during<Result: Sendable>(
        _ log: CallLog?, _ source: some SnapshotSource, _ body: () async throws -> Result
    ) async throws -> Result {
        guard let log else { return try await body() }
        return try await Watching.during(body) { await log.watch(source) }
    }

    private func watch(_ source: some SnapshotSource) async {
        var news = CallNews()
        while !Task.isCancelled {
            tell(&news, source)
            // Ends by cancellation only.
            try? await Task.sleep(for: .seconds(1))
        }
        tell(&news, source)
    }

    private func tell(_ news: inout CallNews, _ source: some SnapshotSource) {
        let snapshot = source.snapshot(opened: nil)
        let view = snapshot.summaries.map { ($0, snapshot.findings[$0.id] ?? []) }
        let time = snapshot.now.rfc3339
        for note in news.take(view) { StandardError.say(note.line(format, time: time)) }
    }
}
