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
    var isPrivate = false
    private var runtime: ProxyRuntime?

    /// Uses a running proxy if its calls go where ours should; otherwise starts one, in a data folder of its own when
    /// the usual one is held.
    static func find(for configuration: Configuration) async throws -> LaunchProxy {
        let folder = URL(filePath: configuration.settings.dataDirectory, directoryHint: .isDirectory)
        if let holder = FolderLock.holder(of: folder), let port = holder.port,
            await isShareable(holder, for: configuration)
        {
            return LaunchProxy(
                settings: configuration.settings, port: port, startedAt: .wallClock, sharedProcess: holder.pid)
        }
        do {
            return try await start(configuration)
        } catch FolderLock.Failure.held {
            return try await start(privateSettings(configuration.settings), configuration, isPrivate: true)
        }
    }

    /// `run.json` says where its calls go; its control socket says what else matters. A proxy of another `run` ends
    /// with that one's program, in the middle of our calls.
    private static func isShareable(_ holder: FolderLock.Holder, for configuration: Configuration) async -> Bool {
        let settings = configuration.settings
        guard holder.upstream == settings.upstreamIdentity,
            let status = await ControlClient.status(of: settings.dataDirectory), status.command != "run"
        else { return false }
        let hasOurPort = !configuration.isExplicit(.port) || status.port == Int(settings.port)
        let hasOurCapture = !configuration.isExplicit(.capture) || status.capture == settings.captureName
        return hasOurPort && hasOurCapture
    }

    /// On the port that was asked for; on the usual one only where it is free, because the program does not care.
    private static func start(_ configuration: Configuration) async throws -> LaunchProxy {
        var settings = configuration.settings
        do {
            return try await start(settings, configuration, isPrivate: false)
        } catch ProxyStartError.portInUse where !configuration.isExplicit(.port) {
            settings.port = 0
            return try await start(settings, configuration, isPrivate: false)
        }
    }

    private static func start(
        _ settings: ProxySettings, _ configuration: Configuration, isPrivate: Bool
    ) async throws -> LaunchProxy {
        let startedAt = Timestamp.wallClock
        let runtime = try await configuration.startProxy(settings, command: "run")
        return LaunchProxy(
            settings: settings, port: runtime.place.port, startedAt: startedAt, isPrivate: isPrivate, runtime: runtime)
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

    /// One line for the start.
    func introduction(of program: String) -> String {
        let url =
            settings.allowsConnect
            ? "the forward proxy http://127.0.0.1:\(port)" : ClientEnvironment.baseURL(port: port, tag: nil)
        if let sharedProcess {
            return "\(program) goes through the running livetop (process \(sharedProcess)) at \(url)"
        }
        let place = isPrivate ? ", a proxy of its own," : ""
        return "\(program) goes through \(url)\(place) and is recorded in \(settings.dataDirectory)"
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
        try? await Task.sleep(for: .milliseconds(200))
    }
}
