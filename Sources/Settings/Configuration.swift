package import Foundation
import LiveProtocol
package import Recordings
package import Runtime
package import SessionStore
import Shipping
import Wording

/// The settings in force, each with its origin and with the values it prevailed over.
///
/// Precedence: flag, then `LIVETOP_*`, then `.livetop.toml` of the project, then the user's `config.toml`, then default.
package struct Configuration: Equatable, Sendable {
    /// One value, as text, and where it came from.
    package struct Value: Equatable, Sendable {
        package var texts: [String]
        package var origin: SettingOrigin
    }

    /// What every layer says about one setting, the deciding one first. Never empty after `init(layers:defaults:)`.
    private var values: [SettingKey: [Value]]

    /// What the files say besides the settings.
    package var rules = RuleSettings()
    package var redaction = RedactionSettings()
    package var screen = ScreenSettings()
    package var player = PlayerSettings()
    /// What files and environment say of OpenTelemetry, besides the address.
    package var otlp = OTLPConfiguration()
    /// Whether the proxy is a forward proxy, too: said on the command line alone.
    package var connects = false
    /// What `models.toml` and `prices.toml` say.
    package var catalogue = Catalogue()

    /// What sessions are folded and diagnosed with.
    package var knowledge: Knowledge {
        Knowledge(models: catalogue.models, prices: catalogue.prices, thresholds: rules.thresholds)
    }

    /// Layers in order of precedence; `defaults` must name every setting, a list or optional one with no texts.
    package init(layers: [[SettingKey: Value]], defaults: [SettingKey: [String]]) {
        values = [:]
        for key in SettingKey.allCases {
            let given = layers.compactMap { $0[key] }
            values[key] = given + [Value(texts: defaults[key] ?? [], origin: .defaultValue)]
        }
    }

    /// The deciding value.
    package subscript(key: SettingKey) -> Value {
        values[key]?.first ?? Value(texts: [], origin: .defaultValue)
    }

    /// What lost against the deciding value, the strongest first.
    package func overridden(_ key: SettingKey) -> [Value] {
        Array((values[key] ?? []).dropFirst().filter { $0.origin != .defaultValue })
    }

    /// Whether a setting was named in a stronger layer than another.
    private func isStronger(_ key: SettingKey, than other: SettingKey) -> Bool {
        self[key].origin.rank < self[other].origin.rank
    }

    /// Whether somebody said so, by flag, environment or file.
    package func isExplicit(_ key: SettingKey) -> Bool { self[key].origin != .defaultValue }
}

extension Configuration {
    /// The settings as values. Every text was checked when its layer was read.
    package var settings: ProxySettings {
        var settings = ProxySettings(
            port: self[.port].texts.first.flatMap(SettingValue.port) ?? SettingValue.defaultPort,
            listen: self[.listen].texts,
            upstream: self[.upstream].texts.first.flatMap(SettingValue.upstream),
            upstreamCA: self[.upstreamCA].texts.first,
            allowsInsecureUpstream: self[.insecureUpstream].texts.first == "true",
            vertexLocation: self[.vertexLocation].texts.first,
            allowedOrigins: self[.allowOrigin].texts,
            allowedHosts: self[.allowHost].texts,
            capture: self[.capture].texts.first.flatMap(CaptureLevel.init(rawValue:)),
            dataDirectory: self[.dataDirectory].texts.first ?? "",
            allowsCoreDumps: self[.coreDumps].texts.first == "true",
            retention: RetentionPolicy(
                keepFor: self[.keepFor].texts.first.flatMap(Age.init(_:))?.length,
                keepBytes: self[.keepSize].texts.first.flatMap(ByteSize.init(_:))?.byteCount),
            metrics: self[.metricsListen].texts.first.flatMap(ScrapeAddress.init(_:)),
            otlp: otlp.settings(self[.otlp]), ship: ship, allowsConnect: connects
        )
        // One upstream for all that was named later, as on the command line, is meant for all.
        if !isStronger(.upstream, than: .upstreamFor) {
            settings.upstreamChoices = self[.upstreamFor].texts.compactMap(UpstreamChoice.init)
        }
        settings.passesCompression = self[.noDeflate].texts.first != "true"
        return settings
    }

    /// Nil where nothing is to be sent anywhere.
    package var ship: ShipSettings? {
        self[.shipTo].texts.first.flatMap(StoreAddress.init(_:)).map { store in
            ShipSettings(
                store: store,
                payload: self[.shipPayload].texts.first.flatMap(ShipPayload.init(rawValue:)) ?? .standard,
                node: self[.shipNode].texts.first, credentialsFile: self[.shipCredentials].texts.first)
        }
    }
}

extension Configuration {
    package var folder: URL { URL(filePath: settings.dataDirectory, directoryHint: .isDirectory) }

    /// The recorded sessions of the data folder.
    package func recordings() throws(DatabaseError) -> Recordings {
        try Recordings(in: folder, knowledge: knowledge) { .wallClock }
    }
}
