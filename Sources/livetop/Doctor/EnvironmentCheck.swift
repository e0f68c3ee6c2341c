import Foundation
import LiveProtocol

/// Variables of the shell that keep clients away from the proxy.
///
/// They are a problem in a shell that points its SDKs at the proxy; elsewhere they are only worth knowing, because
/// `livetop run` and `livetop env` set all of them.
struct EnvironmentCheck {
    var environment: [String: String]
    /// The bundle clients should trust.
    var caBundlePath: String

    func run() -> [Check] {
        let checks = [proxyCheck, trustCheck, baseURLCheck].compactMap(\.self)
        return checks.isEmpty ? [.good("environment", "no variable keeps clients away")] : checks
    }

    /// An SDK in this shell would dial the proxy.
    private var isPointedHere: Bool {
        guard let url = environment["GOOGLE_GEMINI_BASE_URL"].flatMap(URLComponents.init(string:)) else { return false }
        return ["localhost", "127.0.0.1", "[::1]", "::1"].contains(url.host ?? "")
    }

    /// Python SDKs send even loopback traffic to an HTTP proxy, unless told otherwise.
    private var proxyCheck: Check? {
        let names = ["HTTPS_PROXY", "https_proxy", "WSS_PROXY", "wss_proxy"]
        guard let name = names.first(where: { environment[$0]?.isEmpty == false }), !isLoopbackExempt else {
            return nil
        }
        return finding(
            "environment.proxy", "\(name) is set and NO_PROXY does not exempt localhost: Python SDKs go to that proxy",
            cure: "export NO_PROXY=localhost,127.0.0.1,::1, or start clients with: livetop run -- CMD")
    }

    private var isLoopbackExempt: Bool {
        let lists = ["NO_PROXY", "no_proxy"].compactMap { environment[$0] }
        let names = lists.flatMap { $0.split(separator: ",") }.map { $0.trimmingCharacters(in: .whitespaces) }
        return names.contains("*") || names.contains("localhost")
    }

    /// `SSL_CERT_FILE` replaces the trust store: with another file, clients refuse the proxy's certificate.
    private var trustCheck: Check? {
        guard let file = environment["SSL_CERT_FILE"], !file.isEmpty, file != caBundlePath else { return nil }
        return finding(
            "environment.trust", "SSL_CERT_FILE is \(file), which does not hold livetop's authority",
            cure: "eval \"$(livetop env)\", or start clients with: livetop run -- CMD")
    }

    private var baseURLCheck: Check? {
        guard let url = environment["GOOGLE_GEMINI_BASE_URL"], !url.isEmpty, !isPointedHere else { return nil }
        return .notice(
            "environment.base-url",
            "GOOGLE_GEMINI_BASE_URL is \(Redaction.target(url)): SDKs in this shell do not come to livetop",
            cure: "eval \"$(livetop env)\", or start clients with: livetop run -- CMD")
    }

    private func finding(_ id: String, _ finding: String, cure: String) -> Check {
        isPointedHere ? .problem(id, finding, cure: cure) : .notice(id, finding, cure: cure)
    }
}
