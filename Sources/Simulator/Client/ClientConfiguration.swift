import Foundation
public import LiveProtocol

/// Where a `ScriptedClient` goes and how it behaves.
public struct ClientConfiguration: Sendable {
    /// `ws`, `wss`, `http` or `https`, host, port and optionally a path. The Live path is appended where the path has
    /// no `/ws/`.
    public var url: String
    /// `/t/TAG/` in front of the path.
    public var tag: String?
    public var spelling: Spelling
    public var seed: UInt64
    /// Sent as `x-goog-api-key`; nil for none.
    public var key: String?
    public var userAgent = "livetop-caller"
    /// Certificates to trust instead of the system's, as PEM text.
    public var trustRootsPEM: String?
    /// The handle that `SetupLine.Resumption.newest` stands for at first.
    public var handle: String?
    /// Longest wait for any line of the server.
    public var patience: Duration
    /// Divides every delay of the script.
    public var pace: Double
    /// Keep every frame sent and received in `ClientOutcome.frames`. For tests: nothing bounds it.
    public var keepsFrames: Bool
    /// Stamps the frames that are kept.
    public var clock: (@Sendable () -> Timestamp)?

    public init(
        url: String, tag: String? = nil, spelling: Spelling = .camelCase, seed: UInt64 = 1,
        key: String? = "synthetic-caller", trustRootsPEM: String? = nil, handle: String? = nil,
        patience: Duration = .seconds(60), pace: Double = 1, keepsFrames: Bool = false
    ) {
        self.url = url
        self.tag = tag
        self.spelling = spelling
        self.seed = seed
        self.key = key
        self.trustRootsPEM = trustRootsPEM
        self.handle = handle
        self.patience = patience
        self.pace = pace
        self.keepsFrames = keepsFrames
    }
}

/// The parts of a client's address.
package struct ClientAddress: Equatable, Sendable {
    package var host: String
    package var port: Int
    package var isTLS: Bool
    package var target: String

    package init(_ configuration: ClientConfiguration) throws(MockError) {
        guard let parts = URLComponents(string: configuration.url), let scheme = parts.scheme,
            let host = parts.host, !host.isEmpty, ["ws", "wss", "http", "https"].contains(scheme)
        else { throw .address(configuration.url) }
        isTLS = scheme == "wss" || scheme == "https"
        self.host = host.trimmingCharacters(in: ["[", "]"])
        port = parts.port ?? (isTLS ? 443 : 80)
        let path = parts.path.hasSuffix("/") ? String(parts.path.dropLast()) : parts.path
        let tag = configuration.tag.map { "/t/\($0)" } ?? ""
        target = tag + (path.contains("/ws/") ? path : path + Self.livePath)
    }

    private static let livePath = "/ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent"
}
