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
        for caller in DemoCaller.all {
            let session = try #require(sessions.first { $0["tag"] as? String == caller.tag }, "\(caller.tag)")
            let findings = try #require(session["findings"] as? [[String: Any]])
            let labels = findings.map { "\($0["severity"] ?? "") \($0["id"] ?? "")" }
            if let failure = caller.failure {
                #expect(findings.first?["id"] as? String == failure, "\(caller.tag): \(labels)")
            }
            if DemoCaller.ordinary.contains(where: { $0.tag == caller.tag }) {
                #expect(!labels.contains { $0.hasPrefix("error") }, "\(caller.tag): \(labels)")
            }
        }
    }
}
