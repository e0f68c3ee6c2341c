import Diagnosis
import Foundation
import LiveProtocol
import Reports
import SessionModel
import Snapshots
import Wording

/// Tells of findings when they appear: a shell command for each, the terminal's bell.
///
/// Nothing here can hurt a call: findings are looked at as a screen does, once a second, and nobody waits for a command.
package struct FindingAlarm: Sendable {
    let command: String?
    let rings: Bool

    package init(command: String?, rings: Bool) {
        self.command = command
        self.rings = rings
    }

    private static let interval = Duration.seconds(1)
    /// Bytes that a pipe takes without a reader; a finding has two thousand.
    private static let pipeDepth = 65_536

    /// Watches `source` while `body` runs, and once more after it; without an alarm only `body` runs.
    package static func during<Result: Sendable>(
        _ alarm: FindingAlarm?, _ source: some SnapshotSource, _ body: () async throws -> Result
    ) async throws -> Result {
        guard let alarm else { return try await body() }
        return try await Watching.during(body) { await alarm.watch(source) }
    }

    private func watch(_ source: some SnapshotSource) async {
        var news = FindingNews()
        while !Task.isCancelled {
            tell(news.take(source.alarmView))
            // Ends by cancellation only.
            try? await Task.sleep(for: Self.interval)
        }
        tell(news.take(source.alarmView))
    }

    private func tell(_ news: [FindingNews.Item]) {
        if rings, news.contains(where: { $0.finding.severity == .error }) { Self.ring() }
        guard let command else { return }
        for item in news { Self.start(command, about: item) }
    }

    /// Where no terminal is, nobody hears it.
    private static func ring() {
        guard let descriptor = [STDERR_FILENO, STDOUT_FILENO].first(where: { isatty($0) == 1 }) else { return }
        _ = write(descriptor, "\u{07}", 1)
    }

    /// Its output goes nowhere: the terminal may be a screen, or belong to the program that is run.
    private static func start(_ command: String, about item: FindingNews.Item) {
        let process = Process()
        let input = Pipe()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", command]
        process.environment = ProcessInfo.processInfo.environment.merging(item.environment.mapValues(ForeignText.clean))
        { $1 }
        process.standardInput = input
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        do {
            // Before anybody reads: a command that does not read must not end us by SIGPIPE, and the pipe is deep enough.
            let document = Data((item.document + "\n").utf8)
            if document.count <= Self.pipeDepth { try input.fileHandleForWriting.write(contentsOf: document) }
            try process.run()
            try input.fileHandleForWriting.close()
        } catch {
            StandardError.say("livetop: --on-finding: \(error)")
        }
    }
}

extension FindingNews.Item {
    fileprivate var environment: [String: String] {
        [
            "LIVETOP_SESSION": session.description, "LIVETOP_TAG": tag ?? "", "LIVETOP_RULE": finding.rule.rawValue,
            "LIVETOP_VARIANT": finding.variant ?? "", "LIVETOP_SEVERITY": finding.severity.rawValue,
            "LIVETOP_TITLE": finding.title, "LIVETOP_FIX": finding.fix,
        ]
    }

    /// As in `diagnose --json`, with the session it is about.
    fileprivate var document: String {
        JSONValue.object([
            ("session", .string(session.description)), ("tag", .string(tag)),
            ("finding", FindingDocument(start: start).json(finding)),
        ]).text
    }
}

extension SnapshotSource {
    fileprivate var alarmView: [(session: SessionSummary, findings: [Finding])] {
        let snapshot = snapshot(opened: nil)
        return snapshot.summaries.map { ($0, snapshot.findings[$0.id] ?? []) }
    }
}
