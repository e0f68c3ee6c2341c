import ArgumentParser
import Foundation
import LiveProtocol
import Proxy
import Runtime
import Settings

/// `livetop ca`: the local certificate authority that clients are to trust.
struct CACommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ca", abstract: "Show the local certificate authority; it is made on first use.",
        discussion: """
            Examples:
              livetop ca path
              SSL_CERT_FILE=$(livetop ca path --bundle) python app.py
              livetop ca pem >livetop-ca.pem
            """,
        subcommands: [Path.self, PEM.self])

    /// `livetop ca path`: where it is.
    struct Path: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print the path of the authority's certificate.",
            discussion: """
                Examples:
                  livetop ca path
                  livetop ca path --bundle
                """)

        @OptionGroup(title: "Proxy options") var options: ProxyOptions

        @Flag(help: "The file that also holds the system's roots, for variables that replace the trust store.")
        var bundle = false

        @Flag(help: "Print one JSON document.")
        var json = false

        func run() throws {
            let authority = try CertificateAuthority.load(for: options.load().settings)
            if json {
                let paths = JSONValue.object([
                    ("schema", "livetop.ca/1"), ("ca", .string(authority.caFile)),
                    ("caBundle", .string(authority.bundleFile)),
                ])
                try StandardOutput.say(paths.text)
            } else {
                try StandardOutput.say(bundle ? authority.bundleFile : authority.caFile)
            }
        }
    }

    /// `livetop ca pem`: the certificate itself.
    struct PEM: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "pem", abstract: "Print the authority's certificate in PEM.",
            discussion: """
                Examples:
                  livetop ca pem
                  livetop ca pem | openssl x509 -noout -text
                """)

        @OptionGroup(title: "Proxy options") var options: ProxyOptions

        func run() throws {
            let authority = try CertificateAuthority.load(for: options.load().settings)
            guard let pem = FileManager.default.contents(atPath: authority.caFile) else {
                throw UserError(
                    .noPermission, what: "cannot read \(authority.caFile)", why: "the system does not let this user",
                    remedy: "chmod u+r '\(authority.caFile)'")
            }
            try StandardOutput.write(pem)
        }
    }
}
