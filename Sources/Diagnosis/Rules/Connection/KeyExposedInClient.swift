import LiveProtocol
import SessionModel

extension Rule {
    /// `key-exposed-in-client`: a long-lived key comes from a browser or an app.
    static let keyExposedInClient = Rule(
        .keyExposedInClient, .connection, .p2, .warning,
        title: "an API key in a browser",
        cause: "Whoever opens the page can read the key and use it at the owner's cost.",
        fix: "Relay through a server, or give the page an ephemeral token that is locked to the full setup.",
        code: cure,
        source: "Live API guide (server-to-server), ephemeral tokens; F1",
        traits: [.needsNoTimes],
        cue: .steps(),
        covers: [.guide(.serverToServer), .reference(.security)],
        examples: scripts
    ) { context in
        guard let clock = context.connections.first, let opening = clock.opening else { return [] }
        guard Credential(of: opening) == .key, let origin = opening.header("origin"), !isLocal(origin) else {
            return []
        }
        return [
            RuleMatch("A page of \(origin) connects with an API key.", from: clock.openedAt, on: clock.id)
                .proof(at: clock.openedAt, "Origin: \(origin); user agent: \(opening.header("user-agent") ?? "–")")
        ]
    }

    private static func isLocal(_ origin: String) -> Bool {
        let host = origin.split(separator: "/").dropFirst().first ?? ""
        let name = host.hasPrefix("[") ? host : host.prefix { $0 != ":" }
        return name == "localhost" || name.hasPrefix("127.") || name.hasPrefix("[::1]") || name.hasSuffix(".localhost")
            || name.hasSuffix(".test") || origin == "null"
    }
}

extension RuleID {
    static let keyExposedInClient: RuleID = "key-exposed-in-client"
}

/// As it is written with each kit.
private let cure = CureCode(
    python: """
        client = genai.Client(http_options={"api_version": "v1alpha"})  # on the server
        token = client.auth_tokens.create(config={"uses": 1,
            "live_connect_constraints": {"model": model, "config": config}})
        # the page gets token.name
        """,
    js: """
        const token = await ai.authTokens.create({ config: { uses: 1,  // on the server
          liveConnectConstraints: { model, config }, httpOptions: { apiVersion: 'v1alpha' } } });
        // the page: new GoogleGenAI({ apiKey: token.name, httpOptions: { apiVersion: 'v1alpha' } })
        """)

private let scripts: [Example] = [
    Example(
        nil, .warning, calls: { [page("https://shop.example.com")] },
        silent: { [page("http://localhost:5173")] })
]

private func page(_ origin: String) -> StagedCall {
    var call = StagedCall(
        target: "/ws/x?key=REDACTED",
        headers: [HeaderField("Origin", origin), HeaderField("User-Agent", "Mozilla/5.0")])
    call.talk()
    return call
}
