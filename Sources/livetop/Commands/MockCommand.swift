import ArgumentParser
import Foundation
import LiveProtocol
import Proxy
import Runtime
import Simulator

/// `livetop mock`: a simulated Live service, to develop against without a key.
struct MockCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mock",
        abstract: "Run a simulated Live service on loopback: no key, no network.",
        discussion: """
            It answers text and speech with synthetic speech, calls declared tools, can be interrupted, counts \
            tokens, hands out resumption handles, announces goAway. Words in the user's text stage trouble: see \
            docs/mock.md.

            Examples:
              livetop mock
              livetop mock --tls --port 0 --json
            """)

    @Option(name: .shortAndLong, help: ArgumentHelp("Port; 0 lets the system choose.", valueName: "port"))
    var port: UInt16 = 8911

    @Flag(help: "Speak TLS, with a certificate of livetop's local authority.")
    var tls = false

    @Option(help: ArgumentHelp("Divide every delay by this.", valueName: "factor"))
    var pace: Double = 1

    @Option(help: ArgumentHelp("Seconds until goAway is sent.", valueName: "seconds"))
    var goAwayAfter: Double?

    @Option(help: ArgumentHelp("Context window in tokens; the call ends when it is full.", valueName: "tokens"))
    var contextLimit: Int?

    @Option(
        help: ArgumentHelp(
            "Refuse models that had ended by that day, as YYYY-MM-DD; without it all are taken.", valueName: "date"))
    var asOf: String?

    @Option(help: ArgumentHelp("Write each frame as a line of JSON.", valueName: "file"), completion: .file())
    var transcript: String?

    @Flag(help: "Print one line of JSON when ready.")
    var json = false

    @OptionGroup var access: AccessOptions
    @OptionGroup var data: DataOptions

    func validate() throws {
        guard pace > 0, pace.isFinite else {
            throw ValidationError(
                "\(pace) is no pace", why: "--pace takes a number above 0", remedy: "livetop mock --pace 4")
        }
        if let asOf, CalendarDay(asOf) == nil {
            throw ValidationError(
                "'\(asOf)' is no day", why: "--as-of takes a day of the calendar as YYYY-MM-DD",
                remedy: "livetop mock --as-of 2026-12-13")
        }
        guard (goAwayAfter ?? 1) > 0 else {
            throw ValidationError(
                "goAway cannot be sent before the call", why: "--go-away-after takes seconds above 0",
                remedy: "livetop mock --go-away-after 30")
        }
    }

    func run() async throws {
        let interruptions = Interruptions()
        let settings = try data.settings(with: access)
        let authority = tls ? try CertificateAuthority.load(for: settings) : nil
        let server = try MockServer(mockConfiguration(authority, settings))
        let port = try await start(server)
        let place = "\(tls ? "https" : "http")://localhost:\(port)"
        do { try StandardOutput.mention(words(for: place, authority, port: port)) } catch {
            await server.shutdown()
            throw error
        }
        let signal = await interruptions.first()
        await server.shutdown()
        if let signal { throw ExitCode.signal(signal) }
    }

    private func words(for place: String, _ authority: CertificateAuthority?, port: Int) -> String {
        guard !json else {
            return JSONValue.object([
                ("event", .string("listening")), ("port", .integer(port)), ("baseURL", .string(place)),
                ("ca", .string(authority?.caFile)),
            ]).text
        }
        let trust = authority.map { " --upstream-ca \($0.caFile)" } ?? ""
        return """
            livetop: simulated Live service on \(place)
              livetop --upstream \(place)\(trust) shows its calls; Ctrl-C stops
            """
    }

    private func mockConfiguration(
        _ authority: CertificateAuthority?, _ settings: ProxySettings
    ) -> MockConfiguration {
        var behaviour = MockBehaviour()
        behaviour.pace = pace
        behaviour.contextLimit = contextLimit
        behaviour.asOf = asOf.flatMap { CalendarDay($0) }
        if let goAwayAfter { behaviour.goAwayAfter = .seconds(goAwayAfter) }
        var configuration = MockConfiguration(
            port: Int(port), identity: authority.map(MockIdentity.init), behaviour: behaviour,
            transcriptPath: transcript)
        configuration.access = settings.access
        return configuration
    }

    private func start(_ server: MockServer) async throws -> Int {
        do { return try await server.start() } catch {
            throw UserError(
                .unavailable, what: "cannot start the simulated service on port \(port)", why: "\(error)",
                remedy: "livetop mock --port 0 takes a free one")
        }
    }
}
