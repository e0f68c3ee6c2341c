import Foundation
import LiveProtocol
import Simulator
import Testing

/// A `livetop serve` of its own between a simulated service and scripted clients, all on loopback.
final class CallStage: Sendable {
    let program: Program
    let proxy: RunningProgram
    let dataFolder: String
    /// Where the proxy's calls go.
    let upstream: String
    private let mock: MockServer
    let port: Int

    /// - Parameters:
    ///   - script: what the service says; nil for one that listens and answers.
    ///   - shell: what starts the proxy, as for `Program.run`.
    init(
        dataFolder: String? = nil, arguments: [String] = [], script: Script? = nil, through shell: String? = nil
    ) async throws {
        program = try Program()
        self.dataFolder = dataFolder ?? program.data
        var behaviour = MockBehaviour()
        behaviour.pace = 4
        // A busy machine is no idle client.
        behaviour.idleLimit *= 4
        mock = try MockServer(MockConfiguration(behaviour: behaviour, script: script, keepsFrames: true))
        upstream = "http://127.0.0.1:\(try await mock.start())"
        proxy = try program.start(
            [
                "serve", "--json", "--port", "0", "--upstream", upstream, "--data-dir", self.dataFolder,
            ] + arguments, through: shell)
        port = try #require(try proxy.json()["port"] as? Int)
    }

    /// Plays `script` through the proxy.
    func play(_ script: Script, tag: String? = "stage", handle: String? = nil) async -> ClientOutcome {
        await ScriptedClient(
            ClientConfiguration(
                url: "ws://127.0.0.1:\(port)", tag: tag, handle: handle, patience: .seconds(30), pace: 4,
                keepsFrames: true)
        ).play(script)
    }

    /// Frames that the simulated service has sent and received so far.
    var framesAtService: Int { mock.frames.count }

    /// Runs a reading command on the stage's data folder.
    func read(_ arguments: [String]) async throws -> Program.Output {
        try await program.run(arguments + ["--data-dir", dataFolder])
    }

    /// The exported frames, one dictionary per line.
    func exported() async throws -> [[String: Any]] {
        let output = try await read(["export", "--all", "--format", "ndjson", "--raw"])
        try #require(output.status == 0, "\(output.complaint)")
        return try output.out.split(separator: "\n").map { line in
            try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        }
    }

    /// Asks the proxy to end and waits for it.
    func end() async -> Int32 {
        proxy.send(SIGTERM)
        let status = await proxy.status()
        await mock.shutdown()
        return status
    }

    /// Gives up the simulated service of a proxy that has been killed.
    func abandon() async { await mock.shutdown() }
}

extension Script {
    /// A call that the service ends with an internal error, right after the user's question.
    static var internalError: Script {
        Script {
            client(.setup(SetupLine(resumption: .fresh, compressionTrigger: 40_000)))
            server(.setupComplete, after: .milliseconds(50))
            client(.text("Hello?"))
            server(.close(1011, reason: "Internal error encountered."))
        }
    }
}
