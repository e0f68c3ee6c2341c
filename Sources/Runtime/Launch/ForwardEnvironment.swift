/// The environment variables that lead a program with a fixed host to the proxy (`--connect`): the proxy and what to trust,
/// and no base URL. A proxy that was set before is the one by which livetop itself goes on.
package struct ForwardEnvironment {
    private let port: Int
    private let bundle: String

    /// - Parameter settings: with the data folder in force.
    package init(_ settings: ProxySettings, port: Int) { (self.port, bundle) = (port, settings.connectBundlePath) }

    package func variables(over inherited: [String: String]) -> [(String, String)] {
        let proxy = "http://127.0.0.1:\(port)"
        let exceptions = ClientEnvironment.proxyExceptions(over: inherited)
        return ["HTTPS_PROXY", "https_proxy", "WSS_PROXY", "wss_proxy"].map { ($0, proxy) }
            + ["SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"].map { ($0, bundle) }
            + ["NO_PROXY", "no_proxy"].map { ($0, exceptions) }
    }
}
