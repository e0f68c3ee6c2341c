import Foundation
import Simulator
import Testing

/// Somebody who wants to be told of findings while calls go on.
struct AlarmTests {
    @Test func `a command is run for each new finding, with what it is about`() async throws {
        let place = try Program()
        let file = place.file("told")
        let command = #"{ echo "$LIVETOP_RULE $LIVETOP_SEVERITY $LIVETOP_TAG"; cat; } >> '\#(file)'"#
        let script = Script {
            client(.setup(SetupLine(resumption: .fresh, compressionTrigger: 40_000)))
            server(.setupComplete, after: .milliseconds(50))
            client(.text("Hello?"))
            server(.close(1011, reason: "Internal error encountered."))
        }
        let stage = try await CallStage(arguments: ["--on-finding", command], script: script)
        _ = await stage.play(script, tag: "told")
        let text = try await Self.content(of: file) { $0.contains("\"finding\"") }
        #expect(text.hasPrefix("server-internal-error error told\n"))
        let line = try #require(text.split(separator: "\n").dropFirst().first)
        let json = try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        #expect((json["finding"] as? [String: Any])?["id"] as? String == "server-internal-error")
        #expect(json["tag"] as? String == "told")
        _ = await stage.end()
        let all = try String(contentsOfFile: file, encoding: .utf8)
        #expect(all.split(separator: "\n").filter { $0.hasPrefix("server-internal-error") }.count == 1)
    }

    private static func content(of file: String, once isThere: (String) -> Bool) async throws -> String {
        let end = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < end {
            if let text = try? String(contentsOfFile: file, encoding: .utf8), isThere(text) { return text }
            try await Task.sleep(for: .milliseconds(100))
        }
        throw Timeout()
    }

    private struct Timeout: Error {}
}
