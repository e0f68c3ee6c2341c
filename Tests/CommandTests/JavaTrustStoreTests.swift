import Foundation
import Testing

/// Java programs get a trust store of their own, where there is a Java.
@Suite(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/keytool"), "there is no Java here"))
struct JavaTrustStoreTests {
    @Test func `the trust store holds Java's roots and the authority`() async throws {
        let program = try Program()
        let variables = try await variables(program)
        #expect(variables["JAVA_TOOL_OPTIONS"]?.contains("-Djavax.net.ssl.trustStore=") == true)
        let list = ["keytool", "-list", "-keystore", program.data + "/java-truststore", "-storepass", "changeit"]
        let output = try await program.run(["run", "--port", "0", "--"] + list, environment: path)
        #expect(output.out.contains("livetop, "))
        #expect(output.out.matches(of: /trustedCertEntry/).count > 1)
        let leftovers = try FileManager.default.contentsOfDirectory(atPath: program.data).filter { $0.contains(".new") }
        #expect(leftovers.isEmpty)
    }

    @Test func `options of today are kept, and a trust store that was chosen is left alone`() async throws {
        let program = try Program()
        let memory = try await variables(program, options: "-Xmx1g")["JAVA_TOOL_OPTIONS"]
        #expect(memory?.hasPrefix("-Xmx1g -Djavax.net.ssl.trustStore=") == true)
        let chosen = "-Djavax.net.ssl.trustStore=/corporate"
        #expect(try await variables(program, options: chosen)["JAVA_TOOL_OPTIONS"] == chosen)
    }

    private var path: [String: String] { ["PATH": "/usr/bin:/bin"] }

    private func variables(_ program: Program, options: String? = nil) async throws -> [String: String] {
        var environment = path
        environment["JAVA_TOOL_OPTIONS"] = options
        let document = try await program.run(["env", "--sdk", "java", "--json"], environment: environment).json
        return try #require(document["variables"] as? [String: String])
    }
}
