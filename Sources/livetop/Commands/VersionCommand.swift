import ArgumentParser
import CCurl
import Display
import LiveProtocol
import Runtime
import SessionStore
import Wording

/// `livetop version`: this program and the libraries it stands on.
struct VersionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "version", abstract: "Print the versions of livetop and of the libraries it runs on.",
        discussion: """
            Examples:
              livetop version
              livetop version --json
            """)

    static let number = LivetopVersion.number

    @Flag(help: "Print one JSON document.")
    var json = false

    func run() throws {
        if json {
            let members = Self.versions.map { ($0.name, JSONValue.string($0.version)) }
            try StandardOutput.say(JSONValue.object([("schema", "livetop.version/1")] + members).text)
        } else {
            for (name, version) in Self.versions { try StandardOutput.say(Columns.left(name, width: 12) + version) }
        }
    }

    private static var versions: [(name: String, version: String)] {
        [
            ("livetop", number),
            ("sqlite", SessionDatabase.libraryVersion),
            ("ncurses", TerminalLibrary.version),
            ("curl", curlVersion),
        ]
    }

    /// `libcurl/7.88.1 OpenSSL/3.0.19 zlib/…`: the library and what it does TLS with.
    private static var curlVersion: String {
        let parts = String(cString: curl_version()).split(separator: " ").prefix(2)
        return parts.joined(separator: " ").replacing("libcurl/", with: "")
    }
}
