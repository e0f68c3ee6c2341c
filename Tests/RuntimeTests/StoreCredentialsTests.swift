import Foundation
import TestSupport
import Testing

@testable import Runtime

@Suite struct StoreCredentialsTests {
    private static func file(_ text: String, mode: Int = 0o600) throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        let isMade = FileManager.default.createFile(
            atPath: folder.file("secret"), contents: Data(text.utf8), attributes: [.posixPermissions: mode])
        try #require(isMade)
        return folder
    }

    @Test func `they come from the environment, or from nowhere`() throws {
        let both = ["LIVETOP_SHIP_USER": "fleet", "LIVETOP_SHIP_PASSWORD": "pass word"]
        #expect(
            try StoreCredentials.load(file: nil, environment: both)
                == StoreCredentials(user: "fleet", password: "pass word"))
        #expect(
            try StoreCredentials.load(file: nil, environment: ["LIVETOP_SHIP_PASSWORD": "p"])
                == StoreCredentials(user: "default", password: "p"))
        #expect(try StoreCredentials.load(file: nil, environment: [:]) == nil)
    }

    @Test func `a file goes before the environment, and a password may hold a colon`() throws {
        let folder = try Self.file("fleet:a:b\nmore\n")
        let found = try StoreCredentials.load(file: folder.file("secret"), environment: ["LIVETOP_SHIP_USER": "other"])
        #expect(found == StoreCredentials(user: "fleet", password: "a:b"))
    }

    @Test(arguments: [
        ("fleet:secret", 0o640), ("fleet:secret", 0o604), ("secret", 0o600), (":secret", 0o600), ("", 0o600),
    ])
    func `a file that others can read, or that is none, is refused, and nothing of it is told`(
        text: String, mode: Int
    ) throws {
        let folder = try Self.file(text, mode: mode)
        #expect {
            try StoreCredentials.load(file: folder.file("secret"), environment: [:])
        } throws: {
            !"\($0)".contains("fleet:") && !"\($0)".contains(": secret")
        }
        #expect(throws: UserError.self) { try StoreCredentials.load(file: folder.file("none"), environment: [:]) }
    }

    @Test func `a line end cannot begin a header`() {
        #expect(throws: UserError.self) {
            try StoreCredentials.load(file: nil, environment: ["LIVETOP_SHIP_PASSWORD": "a\r\nX-Other: b"])
        }
    }

    @Test func `a folder keeps its name, and another machine's is another`() throws {
        let folder = try TemporaryFolder()
        let name = try NodeName.name(in: folder.url, chosen: nil)
        #expect(NodeName.isName(name))
        #expect(try NodeName.name(in: folder.url, chosen: nil) == name)
        #expect(try NodeName.name(in: folder.url, chosen: "staging-3") == "staging-3")
        try "\(name)\nanother machine\n".write(toFile: folder.file("node"), atomically: true, encoding: .utf8)
        #expect(try NodeName.name(in: folder.url, chosen: nil) != name)
        #expect(["", "a b", "ä", String(repeating: "a", count: 65), "a/b"].allSatisfy { !NodeName.isName($0) })
    }
}
