import Cassettes
import Foundation
import LiveProtocol
import Proxy

/// The key with which a session is sent again. Its value goes into one header of one connection over loopback, where
/// the proxy redacts it before anything else sees it.
package struct ResendKey {
    /// The variable that holds it.
    package let name: String
    package let value: String

    /// The SDKs prefer the first where both are set.
    package static let names = ["GOOGLE_API_KEY", "GEMINI_API_KEY"]

    /// Nil where there is none and the upstream is not Google, which may not need one.
    package init?(
        for settings: ProxySettings, _ recording: ResendRecording,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(UserError) {
        let upstream = settings.upstream ?? .google(vertexLocation: settings.vertexLocation)
        let isGoogle = upstream.host.hasSuffix("googleapis.com")
        if isGoogle { try Self.checkKeysAreTaken(recording) }
        guard let name = Self.names.first(where: { environment[$0]?.isEmpty == false }), let value = environment[name]
        else {
            guard isGoogle else { return nil }
            throw UserError(
                .badConfiguration, what: "cannot send the session to \(upstream.origin)",
                why: "neither \(Self.names.joined(separator: " nor ")) is set",
                remedy: "export GEMINI_API_KEY, or name another service with --upstream")
        }
        guard value.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw UserError(
                .badConfiguration, what: "cannot use \(name)", why: "a key holds no blanks and no line breaks",
                remedy: "set it again")
        }
        guard upstream.isTLS || upstream.isLoopback || settings.allowsInsecureUpstream else {
            throw UserError(
                .badConfiguration, what: "will not send \(name) to \(upstream.origin)",
                why: "the key would cross the network in plain text",
                remedy: "name an https upstream, or accept that with --insecure-upstream")
        }
        (self.name, self.value) = (name, value)
    }

    /// Access tokens and ephemeral tokens were redacted, and a key is no substitute.
    private static func checkKeysAreTaken(_ recording: ResendRecording) throws(UserError) {
        let endpoint = recording.connections.first { connection in
            connection.endpoint.surface == .vertex || connection.endpoint.method == .bidiGenerateContentConstrained
        }?.endpoint
        guard let endpoint else { return }
        let token = endpoint.surface == .vertex ? "an access token of Vertex AI" : "an ephemeral token"
        throw UserError(
            .badData, what: "cannot send session \(recording.session) to Google again",
            why: "it was opened with \(token), which livetop neither keeps nor takes",
            remedy: "name a service that needs none with --upstream")
    }
}
