import Foundation
import Testing

struct VersionCommandTests {
    @Test func `version prints one line for the program and one for each library`() async throws {
        let output = try await Program().run(["version"])
        #expect(output.status == 0)
        let names = output.out.split(separator: "\n").map { $0.prefix { $0 != " " } }
        #expect(names == ["livetop", "sqlite", "ncurses", "curl"])
        #expect(output.complaint.isEmpty)
    }

    @Test func `version as JSON says the same`() async throws {
        let program = try Program()
        let (lines, document) = (
            try await program.run(["version"]).out, try await program.run(["version", "--json"]).json
        )
        #expect(document["schema"] as? String == "livetop.version/1")
        for name in ["livetop", "sqlite", "ncurses", "curl"] {
            let version = try #require(document[name] as? String)
            #expect(lines.contains(version))
        }
    }
}
