import Foundation

/// The environment variables that lead an unchanged SDK to the proxy (the README has the table of SDKs).
///
/// `HTTPS_PROXY` is never among them: Python would send even loopback traffic through it, and JavaScript ignores it.
package struct ClientEnvironment: Equatable, Sendable {
    /// `https://localhost:8910`, with `/t/NAME` behind it where the session is to carry a tag.
    package var baseURL: String
    /// Adds to the trust store of the client (Node).
    package var nodeCertificates: String
    /// Replaces the trust store of the client (Python, Go): the system's roots are in it.
    package var caBundlePath: String
    /// Whose trust settings are wanted.
    package var audience: Audience = .everybody
    /// Whether Vertex calls go through the proxy too.
    package var isVertexIncluded = false
    /// A Java trust store; nil where there is no `keytool`.
    package var javaTrustStore: JavaTrustStore?

    /// `https://localhost:PORT`, and the tag's prefix: no slash at its end, because Python and JavaScript add their own.
    ///
    /// - Parameter faults: what is to be broken in each of the client's calls, in front of the tag.
    package static func baseURL(port: Int, tag: String?, faults: [String] = []) -> String {
        "https://localhost:\(port)" + faults.map { "/f/\(escaped($0))" }.joined() + (tag.map { "/t/\($0)" } ?? "")
    }

    /// As one part of a path.
    private static func escaped(_ fault: String) -> String {
        fault.addingPercentEncoding(withAllowedCharacters: .alphanumerics.union(["-", ".", "_", "~"])) ?? fault
    }

    /// The variables to set, by name. What must be merged with a value of today is merged with the one in `inherited`.
    package func variables(over inherited: [String: String]) -> [(
        name: String, value: String
    )] {
        var variables = [("GOOGLE_GEMINI_BASE_URL", baseURL)]
        if isVertexIncluded { variables.append(("GOOGLE_VERTEX_BASE_URL", baseURL)) }
        if audience.contains(.bundle) { variables.append(("SSL_CERT_FILE", caBundlePath)) }
        if audience.contains(.node) { variables.append(("NODE_EXTRA_CA_CERTS", nodeCertificates)) }
        if audience.contains(.java), let javaTrustStore {
            variables.append(("JAVA_TOOL_OPTIONS", javaTrustStore.options(after: inherited["JAVA_TOOL_OPTIONS"])))
        }
        let exceptions = Self.proxyExceptions(over: inherited)
        variables.append(("NO_PROXY", exceptions))
        variables.append(("no_proxy", exceptions))
        return variables.map { (name: $0.0, value: $0.1) }
    }

    /// Loopback added to what is exempt today. Both spellings are in use, and programs differ in which one they prefer.
    package static func proxyExceptions(over inherited: [String: String]) -> String {
        let today = ["NO_PROXY", "no_proxy"].compactMap { inherited[$0] }.joined(separator: ",")
        var names: [String] = []
        let all = today.split(separator: ",").map { String($0.filter { !$0.isWhitespace }) }
        for name in all + ["localhost", "127.0.0.1", "::1"] where !name.isEmpty && !names.contains(name) {
            names.append(name)
        }
        return names.joined(separator: ",")
    }
}

extension ClientEnvironment {
    /// Which trust settings a reader understands.
    package struct Audience: OptionSet, Sendable {
        package var rawValue: UInt8

        package init(rawValue: UInt8) { self.rawValue = rawValue }

        package static let bundle = Audience(rawValue: 1)
        package static let node = Audience(rawValue: 2)
        package static let java = Audience(rawValue: 4)
        package static let everybody: Audience = [.bundle, .node, .java]
    }
}
