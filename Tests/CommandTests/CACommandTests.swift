import Foundation
import Testing

struct CACommandTests {
    @Test func `the authority is made on first use, its key for its owner alone`() async throws {
        let program = try Program()
        let path = try await program.run(["ca", "path"])
        #expect(path.status == 0)
        #expect(path.out == program.data + "/ca.pem\n")
        #expect(try mode(of: program.data) == 0o700)
        #expect(try mode(of: program.data + "/ca-key.pem") == 0o600)
    }

    @Test func `the bundle holds the authority and the roots of the system`() async throws {
        let program = try Program()
        let bundle = try await program.run(["ca", "path", "--bundle"]).out.dropLast()
        let authority = try await program.run(["ca", "pem"]).out
        let roots = try String(contentsOfFile: String(bundle), encoding: .utf8)
        #expect(authority.hasPrefix("-----BEGIN CERTIFICATE-----"))
        #expect(roots.contains(authority.dropLast()))
        #expect(roots.matches(of: /BEGIN CERTIFICATE/).count > 1)
    }

    @Test func `asking again gives the same authority`() async throws {
        let program = try Program()
        let (first, second) = (try await program.run(["ca", "pem"]), try await program.run(["ca", "pem"]))
        #expect(first.out == second.out)
    }

    @Test func `a data folder that cannot be made is told with its cure`() async throws {
        let program = try Program()
        let file = try program.write("", to: "file")
        let output = try await program.run(["ca", "path", "--data-dir", file + "/data"])
        #expect(output.status == 73)
        #expect(output.complaint.contains("--data-dir"))
    }

    private func mode(of path: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        return try #require(attributes[.posixPermissions] as? NSNumber).intValue & 0o777
    }
}
