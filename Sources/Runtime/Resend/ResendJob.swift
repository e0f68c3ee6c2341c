import Cassettes
import Foundation
package import LiveProtocol
package import Recordings
import SessionStore
import Simulator

/// One run of `livetop resend`: the client's side through a proxy, so that it is recorded like any call.
package struct ResendJob {
    package let recording: ResendRecording
    package let settings: ProxySettings
    package let knowledge: Knowledge
    /// Replaces texts that no recording may hold.
    package let rule: TextRule?
    package let key: String?
    package let tag: String?
    package let limit: Duration
    /// Names the client in the recording, so that its connections are found among those of others.
    private let name = "livetop-resend/\(LivetopVersion.number) (\(UUID().uuidString.lowercased()))"

    package init(
        recording: ResendRecording, settings: ProxySettings, knowledge: Knowledge, redacting rule: TextRule?,
        key: String?, tag: String?, limit: Duration
    ) {
        self.recording = recording
        self.settings = settings
        self.knowledge = knowledge
        self.rule = rule
        self.key = key
        self.tag = tag
        self.limit = limit
    }

    /// Ends early for a signal: politely, and what was sent until then is kept.
    package func run(_ interruptions: Interruptions) async throws -> ResendReport {
        let proxy = try await ResendProxy.find(for: settings, knowledge, redacting: rule)
        let (outcomes, signal) = await play(port: proxy.port, interruptions)
        await proxy.shutdown()
        let sessions = try await link(outcomes.count, waits: proxy.isShared)
        return try ResendReport(
            recording: recording, outcomes: outcomes, sessions: sessions, limit: limit, signal: signal,
            database: SessionDatabase.open(in: folder, readOnly: true))
    }

    private var folder: URL { URL(filePath: settings.dataDirectory, directoryHint: .isDirectory) }

    private enum Ending: Sendable {
        case played([ResendOutcome])
        case signal(Int32?)
    }

    private func play(port: Int, _ interruptions: Interruptions) async -> ([ResendOutcome], Int32?) {
        await withTaskGroup(of: Ending.self) { group in
            group.addTask { .signal(await interruptions.first()) }
            group.addTask { .played(await play(port: port)) }
            var (outcomes, number): ([ResendOutcome], Int32?) = ([], nil)
            for await ending in group {
                switch ending {
                case .played(let played): outcomes = played
                case .signal(let signal): number = signal
                }
                // The other one ends now: the signal's wait at once, the call with a proper close.
                group.cancelAll()
            }
            return (outcomes, number)
        }
    }

    /// A connection begins when those have ended that had ended before it, and runs beside those that ran then. After one that
    /// came to nothing no other begins.
    private func play(port: Int) async -> [ResendOutcome] {
        let deadline = ContinuousClock.now + limit
        let handles = ResendHandles()
        var schedule = ResendSchedule(recording.connections.map { ($0.opensAt, $0.followed) })
        return await withTaskGroup(of: (Int, ResendOutcome).self) { group in
            var outcomes: [Int: ResendOutcome] = [:]
            while true {
                for (index, due) in schedule.begin(at: .now) {
                    let connection = recording.connections[index]
                    let client = ResendClient(clientConfiguration(for: connection, port: port))
                    group.addTask {
                        // Fails only when it is cancelled, which the client looks at.
                        try? await Task.sleep(until: min(due, deadline), clock: .continuous)
                        return (index, await client.play(connection.plan, handles: handles, until: deadline))
                    }
                }
                guard let (index, outcome) = await group.next() else { break }
                outcomes[index] = outcome
                schedule.ended(index)
                if !outcome.isSetUp || outcome.isCut || Task.isCancelled { schedule.stop() }
            }
            return outcomes.sorted { $0.key < $1.key }.map(\.value)
        }
    }

    private func clientConfiguration(for connection: ResendRecording.Connection, port: Int) -> ClientConfiguration {
        var configuration = ClientConfiguration(
            url: "ws://127.0.0.1:\(port)\(connection.path)", tag: (tag ?? connection.tag).map(Self.escaped), key: key,
            patience: .seconds(20))
        configuration.userAgent = name
        return configuration
    }

    private static func escaped(_ tag: String) -> String {
        tag.addingPercentEncoding(withAllowedCharacters: .alphanumerics.union(["-", ".", "_", "~"])) ?? tag
    }

    // MARK: Linking

    /// Notes where the new sessions come from, and returns them.
    private func link(_ connections: Int, waits: Bool) async throws -> [SessionID] {
        let database = try SessionDatabase.openBeside(recorderIn: folder)
        let origins = SessionOrigins(database)
        var found = try origins.sessions(ofClient: name)
        // A running proxy writes ten times a second.
        for _ in 0..<50 where waits && found.closedConnections < connections {
            try await Task.sleep(for: .milliseconds(100))
            found = try origins.sessions(ofClient: name)
        }
        for session in found.sessions { try origins.note(recording.session, of: session) }
        return found.sessions
    }
}
