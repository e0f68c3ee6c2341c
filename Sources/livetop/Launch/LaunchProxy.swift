import Foundation
import LiveProtocol
import Proxy
import Recordings
import Runtime
import SessionStore
import Settings

/// The proxy that serves a program of `livetop run`: one that runs already, or one for as long as the program runs.
struct LaunchProxy: Sendable {
    /// With the port and the data folder in force.
    var settings: ProxySettings
    var port: Int
    /// Calls that came before this belong to others.
    var startedAt: Timestamp
    /// The process of a proxy that is not ours; nil when it is.
    var sharedProcess: Int32?
    /// Whether the data folder was made for this run because another livetop holds the usual one.
    var isPrivate: Bool { passedOver != nil }
    /// The livetop that holds the usual data folder and is not used; nil where none does.
    var passedOver: PassedOver?
    /// Where the calls go.
    var upstream: String
    private var runtime: ProxyRuntime?

    /// Uses a running proxy if its calls go where ours should; otherwise starts one, in a data folder of its own when
    /// the usual one is held. Where nobody says where ours should go, they go where those of the running one do: who
    /// runs one on a simulated service does not want a charged call.
    static func find(for configuration: Configuration) async throws -> LaunchProxy {
        let settings = configuration.settings
        let folder = URL(filePath: settings.dataDirectory, directoryHint: .isDirectory)
        let holder = FolderLock.holder(of: folder)
        var difference: PassedOver.Reason?
        if let holder, let port = holder.port {
            let status = await ControlClient.status(of: settings.dataDirectory)
            difference = PassedOver.Reason(holder, status, for: configuration)
            if difference == nil {
                return LaunchProxy(
                    settings: settings, port: port, startedAt: .wallClock, sharedProcess: holder.pid,
                    upstream: holder.upstream)
            }
        }
        do {
            return try await start(configuration)
        } catch FolderLock.Failure.held(let found, folder: _) {
            return try await start(
                privateSettings(settings), configuration,
                passingOver: PassedOver(holder: holder ?? found, reason: difference ?? .silent))
        }
    }

    /// On the port that was asked for; on the usual one only where it is free, because the program does not care.
    private static func start(_ configuration: Configuration) async throws -> LaunchProxy {
        var settings = configuration.settings
        do {
            return try await start(settings, configuration, passingOver: nil)
        } catch ProxyStartError.portInUse where !configuration.isExplicit(.port) {
            settings.port = 0
            return try await start(settings, configuration, passingOver: nil)
        }
    }

    private static func start(
        _ settings: ProxySettings, _ configuration: Configuration, passingOver passedOver: PassedOver?
    ) async throws -> LaunchProxy {
        let startedAt = Timestamp.wallClock
        let runtime = try await configuration.startProxy(settings, command: "run")
        return LaunchProxy(
            settings: settings, port: runtime.place.port, startedAt: startedAt, passedOver: passedOver,
            upstream: settings.upstreamIdentity, runtime: runtime)
    }

    private static func privateSettings(_ settings: ProxySettings) -> ProxySettings {
        var settings = settings
        settings.port = 0
        settings.dataDirectory += "/runs/\(folderName)"
        return settings
    }

    /// Of a folder that this process has for itself: by the time, so that the newest is the last.
    static var folderName: String {
        let time = Date().formatted(
            .iso8601.dateSeparator(.omitted).timeSeparator(.omitted).timeZoneSeparator(.omitted))
        return "\(time)-\(getpid())"
    }

    /// For the start: a line, and one more about a livetop that is not used.
    func introduction(of program: String) -> [String] {
        let url =
            settings.allowsConnect
            ? "the forward proxy http://127.0.0.1:\(port)" : ClientEnvironment.baseURL(port: port, tag: nil)
        if let sharedProcess {
            return ["\(program) goes through the running livetop (process \(sharedProcess)) at \(url) to \(upstream)"]
        }
        let place = isPrivate ? ", a proxy of its own," : ""
        let own = "\(program) goes through \(url)\(place) to \(upstream), and is recorded in \(settings.dataDirectory)"
        return [passedOver?.words, own].compactMap(\.self)
    }

    /// Does `body`, told of findings by `alarm` where the calls are ours to look at.
    func during<Result: Sendable>(_ alarm: FindingAlarm?, _ body: () async throws -> Result) async throws -> Result {
        guard let runtime else { return try await body() }
        return try await FindingAlarm.during(alarm, runtime, body)
    }

    /// Ends the proxy if it is ours; a shared one gets the time to write what the program's last call left.
    func shutdown() async {
        if let runtime { return await runtime.shutdown() }
        // Two of its commits. Cut short by a cancellation, the summary is short of the last frames at worst.
        try? await Task.sleep(for: ProxyRuntime.commitInterval * 2)
    }
}
