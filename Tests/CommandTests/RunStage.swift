import Foundation
import Simulator
import Testing

/// A `livetop run` whose program does nothing but wait, while the test itself makes the calls.
final class RunStage: Sendable {
    private let program: Program
    private let running: RunningProgram
    private let mock: MockServer
    private let place: URL
    private let gate: String

    /// - Parameter script: what the service says.
    init(_ script: Script, exitCode: Int, arguments: [String] = [], program: Program? = nil) async throws {
        self.program = try program ?? Program()
        var behaviour = MockBehaviour()
        behaviour.pace = 4
        mock = try MockServer(MockConfiguration(behaviour: behaviour, script: script))
        let upstream = "http://127.0.0.1:\(try await mock.start())"
        gate = self.program.file("done")
        let wait = "echo $GOOGLE_GEMINI_BASE_URL; while [ ! -e '\(gate)' ]; do sleep 0.05; done; exit \(exitCode)"
        running = try self.program.start(
            ["run", "--port", "0", "--upstream", upstream] + arguments + ["--", "sh", "-c", wait])
        place = try #require(URL(string: try running.line()))
    }

    /// Plays `script` as if the program did.
    func play(_ script: Script, tag: String? = nil) async -> ClientOutcome {
        await ScriptedClient(
            ClientConfiguration(
                url: "ws://127.0.0.1:\(place.port ?? 0)", tag: tag, patience: .seconds(30), pace: 4)
        ).play(script)
    }

    /// Lets the program end; its exit code, and what livetop said.
    func end() async -> (status: Int32, complaint: String) {
        _ = FileManager.default.createFile(atPath: gate, contents: nil)
        let status = await running.status()
        await mock.shutdown()
        return (status, running.complaint)
    }
}
