/// How the bytes of an audio blob are laid out, as its MIME type says.
///
/// Only linear PCM has a fixed number of bytes per second; every other type has a name and no length
/// (`docs/protocol.md#limits` lists what the service takes).
public struct AudioFormat: Codable, Hashable, Sendable {
    /// Samples per second and channel.
    public var rate: Int
    public var channels: Int
    /// Two for the 16-bit samples that Live uses in both directions.
    public var bytesPerSample: Int
    /// The MIME type named the rate; otherwise it is the direction's usual one.
    public var isRateDeclared: Bool

    public init(rate: Int, channels: Int = 1, bytesPerSample: Int = 2, isRateDeclared: Bool = true) {
        self.rate = rate
        self.channels = channels
        self.bytesPerSample = bytesPerSample
        self.isRateDeclared = isRateDeclared
    }

    /// Reads types such as `audio/pcm;rate=16000` and `audio/L16; rate=24000; channels=1`. Nil for anything that is
    /// not linear PCM or declares a rate or channel count outside of what exists.
    ///
    /// - Parameter direction: supplies the rate where the type has none: 16 kHz up, 24 kHz down.
    public init?(mimeType: String, direction: Direction) {
        let parts = mimeType.lowercased().split(separator: ";").map { $0.filter { $0 != " " } }
        guard let type = parts.first, type == "audio/pcm" || type == "audio/l16" || type == "audio/raw" else {
            return nil
        }
        self.init(rate: direction == .clientToServer ? 16_000 : 24_000, isRateDeclared: false)
        for parameter in parts.dropFirst() {
            let pair = parameter.split(separator: "=", maxSplits: 1)
            guard pair.count == 2 else { continue }
            switch pair[0] {
            case "rate":
                guard let rate = Int(pair[1]), (1_000...768_000).contains(rate) else { return nil }
                self.rate = rate
                isRateDeclared = true
            case "channels":
                guard let channels = Int(pair[1]), (1...64).contains(channels) else { return nil }
                self.channels = channels
            default: break
            }
        }
    }

    public var bytesPerSecond: Int { rate * channels * bytesPerSample }

    /// How long `byteCount` bytes sound.
    public func duration(ofBytes byteCount: Int) -> Duration {
        .nanoseconds(Int64(clamping: Double(byteCount) / Double(max(bytesPerSecond, 1)) * 1e9))
    }
}
