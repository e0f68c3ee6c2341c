import Foundation
import Simulator
import Testing

struct StatusCommandTests {
    @Test func `of a proxy with a call that is in trouble it says so, in words and as JSON`() async throws {
        let script = Script {
            client(.setup(SetupLine(model: "gemini-3.8-live")))
            server(.setupComplete)
            server(.goAway(timeLeft: .seconds(40)))
            client(.audio(.silence(.seconds(300))))
            server(.close(1000, reason: ""))
        }
        let stage = try await CallStage(script: script)
        #expect(try await stage.read(["status"]).out == "livetop: no calls\n")
        let call = Task { await stage.play(script, tag: "leaving") }
        var document: [String: Any] = [:]
        let end = ContinuousClock.now + .seconds(60)
        // The announcement is the third message.
        while ContinuousClock.now < end {
            document = try await stage.read(["status", "--json"]).json
            let connection = document["shortestConnection"] as? [String: Any]
            if connection?["isAnnounced"] as? Bool == true { break }
            try await Task.sleep(for: .milliseconds(100))
        }
        #expect(document["schema"] as? String == "livetop.status/1")
        #expect(document["isRunning"] as? Bool == true)
        #expect(document["calls"] as? Int == 1)
        #expect(document["port"] as? Int == stage.port)
        let connection = try #require(document["shortestConnection"] as? [String: Any])
        #expect(connection["tag"] as? String == "leaving")
        #expect((connection["leftSeconds"] as? Double).map { $0 <= 40 } == true)
        let line = try await stage.read(["status"])
        #expect(line.status == 0)
        #expect(line.out.contains(" left in leaving\n"), "\(line.out)")
        call.cancel()
        _ = await stage.end()
        _ = await call.value
    }

    @Test func `without a proxy the recording tells of the last call, and the exit status says that none runs`()
        async throws
    {
        let stage = try await CallStage(script: .internalError)
        _ = await stage.play(.internalError)
        _ = await stage.end()
        let line = try await stage.read(["status"])
        #expect(line.status == 69)
        #expect(
            line.out.wholeMatch(of: /livetop: no proxy runs · last call ended [0-9]+:[0-9]+ ago by server 1011\n/)
                != nil,
            "\(line.out)")
        #expect(line.complaint.isEmpty)
        let document = try await stage.read(["status", "--json"]).json
        #expect(document["isRunning"] as? Bool == false)
        #expect((document["lastCall"] as? [String: Any])?["code"] as? Int == 1011)
    }

    @Test func `where nothing was ever recorded it is no error`() async throws {
        let line = try await Program().run(["status"])
        #expect(line.status == 69)
        #expect(line.out == "livetop: no proxy runs\n")
    }
}
