import Corpus
import Foundation
import Simulator
import Testing

/// What the demo stages is found and named: the real relay, the real recording, the real command.
struct DemoFindingsTests {
    @Test func `the calls of the demo fail in the ways that the findings name`() async throws {
        let failures = DemoCaller.all.compactMap(\.failure)
        #expect(Set(failures).count >= 15)
        let program = try Program()
        let folder = program.file("demo")
        let demo = try await program.run(["demo", "--once", "--data-dir", folder])
        try #require(demo.status == 0, "\(demo.complaint)")
        let tags = DemoCaller.all.map { "tag:\($0.tag)" }
        let diagnosed = try await program.run(["diagnose"] + tags + ["--json", "--data-dir", folder])
        let sessions = try #require(try diagnosed.json["sessions"] as? [[String: Any]])
        try await expectOneAnswer(program, folder, sessions)
        for caller in DemoCaller.all {
            let session = try #require(sessions.first { $0["tag"] as? String == caller.tag }, "\(caller.tag)")
            let findings = try #require(session["findings"] as? [[String: Any]])
            let labels = findings.map { "\($0["severity"] ?? "") \($0["id"] ?? "")" }
            if let failure = caller.failure {
                #expect(findings.first?["id"] as? String == failure, "\(caller.tag): \(labels)")
            }
            if DemoCaller.ordinary.contains(where: { $0.tag == caller.tag }) {
                #expect(!labels.contains { $0.hasPrefix("error") }, "\(caller.tag): \(labels)")
                #expect(!labels.contains("info prompt-hygiene"), "\(caller.tag)")
            }
        }
    }

    /// Of the calls that were diagnosed together, each is judged the same alone, and in a list of any length.
    private func expectOneAnswer(_ program: Program, _ folder: String, _ sessions: [[String: Any]]) async throws {
        func listed(_ limit: [String]) async throws -> [String: [Int?]] {
            let list = try await program.run(["ls", "--findings", "--json", "--data-dir", folder] + limit)
            let rows = try #require(try list.json["sessions"] as? [[String: Any]])
            return rows.reduce(into: [:]) { counts, row in
                let found = row["findings"] as? [String: Any]
                counts[row["id"] as? String ?? ""] = ["errors", "warnings", "infos"].map { found?[$0] as? Int }
            }
        }
        let (all, some) = (try await listed([]), try await listed(["--limit", "5"]))
        for (id, counts) in some { #expect(counts == all[id], "ls --limit 5: \(id)") }
        for session in sessions {
            let id = try #require(session["id"] as? String)
            let findings = try #require(session["findings"] as? [[String: Any]])
            let counts = ["error", "warning", "info"].map { severity -> Int? in
                findings.count { $0["severity"] as? String == severity }
            }
            #expect(all[id] == counts, "ls: \(id)")
            let shown = try await program.run(["show", id, "--json", "--data-dir", folder]).json
            let titles = (shown["findings"] as? [[String: Any]])?.map { $0["title"] as? String }
            #expect(titles == findings.map { $0["title"] as? String }, "show: \(id)")
        }
    }
}
