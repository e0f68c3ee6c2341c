import Cassettes
package import Foundation
package import LiveProtocol
import NIOConcurrencyHelpers
import Proxy
import SessionStore
import Simulator

/// The recorded server side of a session, played to whoever connects: the first connection gets what the first
/// recorded one was sent, and so on, and from the first again.
package struct ReplayServing {
    package let session: SessionID
    /// Where it is recorded.
    package let folder: URL
    package let settings: ProxySettings
    /// The settings' port where nil; 0 lets the system choose.
    package let port: UInt16?
    /// Ends at the first message of a client that is not the recorded one.
    package let isStrict: Bool
    /// Ends when every recorded connection has been played.
    package let endsWhenPlayed: Bool
    package let speed: Double
    package let isJSON: Bool

    package init(
        session: SessionID, folder: URL, settings: ProxySettings, port: UInt16?, isStrict: Bool, endsWhenPlayed: Bool,
        speed: Double,
        isJSON: Bool
    ) {
        self.session = session
        self.folder = folder
        self.settings = settings
        self.port = port
        self.isStrict = isStrict
        self.endsWhenPlayed = endsWhenPlayed
        self.speed = speed
        self.isJSON = isJSON
    }

    /// How the playing ends.
    private enum Ending {
        case signal(Int32?)
        case complete
        case difference
    }

    package func run() async throws {
        let interruptions = Interruptions()
        let cassette = try Cassette(of: session, in: SessionDatabase.open(in: folder, readOnly: true))
        let (reports, continuation) = AsyncStream.makeStream(of: CassetteReport.self)
        let authority = try CertificateAuthority.load(for: settings)
        let server = try MockServer(configuration(cassette, authority) { continuation.yield($0) })
        let port = try await start(server)
        do {
            try StandardOutput.mention(words(for: port, authority))
        } catch {
            await server.shutdown()
            throw error
        }
        let ending = await ending(reports, cassette.tapes.count, interruptions)
        // The close frame is on its way to the client.
        try? await Task.sleep(for: .milliseconds(100))
        await server.shutdown()
        switch ending {
        case .signal(let signal): if let signal { throw QuietEnd.signal(signal) }
        case .complete: break
        case .difference: throw QuietEnd(.differs)
        }
    }

    private func configuration(
        _ cassette: Cassette, _ authority: CertificateAuthority, report: @escaping @Sendable (CassetteReport) -> Void
    ) -> MockConfiguration {
        var configuration = MockConfiguration(
            port: Int(port ?? settings.port), identity: MockIdentity(authority))
        configuration.takesPlainToo = true
        configuration.access = settings.access
        let plan = CassettePlan(cassette, isStrict: isStrict, speed: speed, report: report)
        configuration.answering = plan.handler(number:)
        return configuration
    }

    private func start(_ server: MockServer) async throws -> Int {
        do { return try await server.start() } catch {
            throw UserError(
                .unavailable, what: "cannot serve the recorded session", why: "\(error)",
                remedy: "livetop replay \(session) --serve --port 0 takes a free port")
        }
    }

    private func ending(
        _ reports: AsyncStream<CassetteReport>, _ tapes: Int, _ interruptions: Interruptions
    ) async -> Ending {
        await withTaskGroup(of: Ending.self) { group in
            group.addTask { .signal(await interruptions.first()) }
            group.addTask {
                var played = 0
                for await report in reports {
                    // A client may be in the middle of its call: what nobody reads ends nothing.
                    try? tell(report)
                    if report.difference != nil { return .difference }
                    played += 1
                    if endsWhenPlayed, played >= tapes { return .complete }
                }
                return .signal(nil)
            }
            defer { group.cancelAll() }
            return await group.next() ?? .signal(nil)
        }
    }

    // MARK: Telling

    private func words(for port: Int, _ authority: CertificateAuthority) -> String {
        guard !isJSON else {
            return document([
                ("event", .string("listening")), ("session", .string(session.description)), ("port", .integer(port)),
                ("baseURL", .string("https://localhost:\(port)")), ("ca", .string(authority.caFile)),
                ("caBundle", .string(authority.bundleFile)),
            ])
        }
        return """
            livetop: session \(session) is played on https://localhost:\(port), and on http
              eval "$(livetop env --port \(port))" points an SDK at it; any key will do; Ctrl-C stops
            """
    }

    private func tell(_ report: CassetteReport) throws(WriteFailure) {
        if isJSON {
            try StandardOutput.say(
                document([
                    ("event", .string("played")), ("connection", .integer(report.connection)),
                    ("isComplete", .bool(report.isComplete)), ("difference", report.difference.map(\.json) ?? .null),
                ]))
        } else if let difference = report.difference {
            StandardError.say("livetop: connection \(report.connection) is not as recorded: \(difference)")
        } else {
            let words = report.isComplete ? "played to its end" : "ended by the client before all was said"
            try StandardOutput.say("connection \(report.connection): \(words)")
        }
    }

    private func document(_ members: [(String, JSONValue)]) -> String {
        JSONValue.object([("schema", .string("livetop.cassette/1"))] + members).text
    }
}

extension CassetteDifference {
    fileprivate var json: JSONValue {
        .object([
            ("message", .integer(message)), ("path", .string(path)), ("recorded", .string(recorded)),
            ("received", .string(received)),
        ])
    }
}
