import Corpus
import Foundation
import LiveProtocol
import Simulator
import Testing

/// `show`, `stats` and `tail` as other programs read them, and the tables of limits and prices.
@Suite(.serialized) struct ModelCommandTests {
    /// The keys that other programs rely on, unknown ones null: `docs/metrics.md`.
    private static let promised: [String: [String]] = [
        "session": ["id", "tag", "model", "state"],
        "connections": ["id", "openedAt", "ageSeconds", "closeBy", "closeCode", "closeReason", "goAway"],
        "context": ["usedTokens", "limitTokens", "byModality", "compressionTrigger", "secondsLeft"],
        "turns": [
            "index", "startedAt", "responseLatencyMs", "responseAnchor", "interrupted", "reason", "userText",
            "modelText",
        ],
        "interruptions": ["at", "detectionMs", "anchor", "stopMs", "backlogMs", "heardRatio"],
        "tools": ["id", "name", "durationMs", "outcome"],
        "inputAudio": [
            "declaredRate", "effectiveRate", "chunkMsP50", "jitterMsP95", "levelDbfs", "snrDb", "clippingRatio",
        ],
    ]
    private static let metrics: Set = [
        "setup_ms", "response_ms", "leading_silence_ms", "bargein_ms", "stop_ms", "backlog_ms", "tool_ms",
        "resume_gap_ms", "chunk_ms", "jitter_ms", "snr_db", "rtf", "context_ratio", "cost_usd",
    ]

    /// Speech, a tool call, an answer that is cut short.
    private var script: Script {
        Script {
            client(.setup(SetupLine(functions: ["get_weather"], hasManualActivity: true)))
            server(.setupComplete, after: .milliseconds(100))
            client(.activityStart)
            client(.audio(.speech(.seconds(1))))
            client(.activityEnd)
            server(.toolCall("get_weather"), after: .milliseconds(200))
            client(.toolResponse(["celsius": "21"]), after: .milliseconds(200))
            server(.audio(.seconds(2), speed: 8), after: .milliseconds(300))
            client(.activityStart, after: .milliseconds(200))
            server(.interrupted, after: .milliseconds(200))
            server(.turnCompleteWith(UsageLine(promptText: 90, promptAudio: 25, responseAudio: 50, thoughts: 3)))
            client(.close(1000), after: .seconds(1))
        }
    }

    @Test func `the promised keys are there, in show and in stats, and every event in tail`() async throws {
        let stage = try await CallStage(script: script)
        let outcome = await stage.play(script, tag: "desk")
        #expect(outcome.missed == nil)
        _ = await stage.end()

        let shown = try await stage.read(["show", "@last", "--json"]).json
        for (name, keys) in Self.promised {
            let one = shown[name] as? [String: Any] ?? (shown[name] as? [[String: Any]])?.first
            let present = Set(try #require(one, "\(name)").keys)
            #expect(present.isSuperset(of: keys), "\(name) lacks \(Set(keys).subtracting(present))")
        }
        let billed = try #require((shown["tokens"] as? [String: Any])?["billed"] as? [String: Any])
        for (side, expected) in [("input", ["text": 90, "audio": 25]), ("output", ["text": 3, "audio": 50])] {
            let counts = try #require(billed[side] as? [String: Any])
            for modality in ["text", "audio", "image", "video"] {
                #expect(counts[modality] as? Int == expected[modality] ?? 0, "\(side) \(modality)")
            }
        }
        #expect((shown["tools"] as? [[String: Any]])?.first?["outcome"] as? String == "answered")
        #expect((shown["interruptions"] as? [[String: Any]])?.first?["anchor"] as? String == "vad.client")

        let stats = try await stage.read(["stats", "--json"]).json
        let table = try #require(stats["metrics"] as? [String: [String: Any]])
        #expect(Set(table.keys) == Self.metrics)
        for (name, metric) in table {
            #expect(Set(metric.keys).isSuperset(of: ["p50", "p95", "p99", "max", "mean", "count"]), "\(name)")
        }
        for name in ["setup_ms", "tool_ms", "bargein_ms", "backlog_ms", "chunk_ms"] {
            #expect((table[name]?["count"] as? Int ?? 0) > 0, "\(name)")
        }

        let tail = try await stage.read(["tail", "@last", "--from-start", "--json"])
        #expect(tail.status == 0)
        let events = try tail.out.split(separator: "\n").map { line in
            try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])["event"] as? String
        }
        for event in ["setup", "setupComplete", "toolCall", "toolResponse", "interrupted", "turnComplete"] {
            #expect(events.contains(event), "\(event) is not in \(events)")
        }

        let people = try await stage.read(["show", "@last"])
        for word in ["clocks", "session", "tokens", "cost"] { #expect(people.out.contains(word), "\(word)") }
    }

    @Test func `tail tells of a finding, once and in full`() async throws {
        let stage = try await CallStage(script: .internalError)
        _ = await stage.play(.internalError, tag: "desk")
        _ = await stage.end()
        let tail = try await stage.read(["tail", "@last", "--from-start", "--json"])
        let lines = try tail.out.split(separator: "\n").map { line in
            try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        }
        let told = lines.filter { $0["event"] as? String == "finding" }.compactMap {
            ($0["data"] as? [String: Any])?["finding"] as? [String: Any]
        }
        #expect(told.map { $0["id"] as? String } == ["server-internal-error"], "\(told)")
        let diagnosed = try await stage.read(["diagnose", "@last", "--json"]).json
        let session = try #require((diagnosed["sessions"] as? [[String: Any]])?.first)
        let finding = try #require((session["findings"] as? [[String: Any]])?.first)
        #expect(Set(try #require(told.first).keys) == Set(finding.keys))
        #expect(told.first?["title"] as? String == finding["title"] as? String)
        let people = try await stage.read(["tail", "@last", "--from-start"]).out
        #expect(people.contains("[server-internal-error"), "\(people)")
    }

    @Test func `a table of limits beside config.toml decides, a mistake in it ends with 78`() async throws {
        let stage = try await CallStage()
        _ = await stage.play(.textTalk(turns: 1), tag: "desk")
        _ = await stage.end()
        let model = try #require(
            (try await stage.read(["show", "@last", "--json"]).json["session"] as? [String: Any])?["model"] as? String)
        _ = try stage.program.write(
            "dated = \"2026-11-28\"\n[[model]]\nid = \"\(model)\"\ncontext = 4242\n", to: "config/livetop/models.toml")
        let context = try await stage.read(["show", "@last", "--json"]).json["context"] as? [String: Any]
        #expect(context?["limitTokens"] as? Int == 4242)
        #expect(context?["limitIsAssumed"] as? Bool == false)

        let file = try stage.program.write("[[model]]\nid = \"m\"\n", to: "config/livetop/prices.toml")
        let output = try await stage.read(["show", "@last"])
        #expect(output.status == 78)
        #expect(output.complaint.contains(file), "\(output.complaint)")
    }
}
