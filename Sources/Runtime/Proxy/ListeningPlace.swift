package import LiveProtocol

/// Where a running proxy can be reached: what `serve --json` prints when it is ready.
package struct ListeningPlace: Equatable, Sendable {
    package var port: Int
    /// `https://localhost:PORT`: what SDKs take as their base URL.
    package var baseURL: String
    /// The local authority's certificate.
    package var caPath: String
    /// The system's roots and the local authority: for variables that replace the trust store.
    package var caBundlePath: String
    package var dataDirectory: String
    package var pid: Int32
    /// Where scrapers find the metrics, such as `http://127.0.0.1:9464/metrics`; nil where they do not.
    package var metricsURL: String?
    /// The system's roots and both local authorities, for clients of the forward proxy; nil where it is none.
    package var connectBundlePath: String?

    /// One line, documented in the README: `{"event":"listening",…}`.
    package var json: JSONValue {
        let metrics = metricsURL.map { [("metricsURL", JSONValue.string($0))] } ?? []
        let connect =
            connectBundlePath.map {
                [("proxy", JSONValue.string("http://127.0.0.1:\(port)")), ("connectBundle", JSONValue.string($0))]
            } ?? []
        return .object(
            [
                ("event", .string("listening")),
                ("port", .integer(Int64(port))),
                ("baseURL", .string(baseURL)),
                ("ca", .string(caPath)),
                ("caBundle", .string(caBundlePath)),
                ("dataDir", .string(dataDirectory)),
                ("pid", .integer(Int64(pid))),
            ] + metrics + connect)
    }
}
