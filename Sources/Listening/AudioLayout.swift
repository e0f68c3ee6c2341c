/// How samples lie in bytes, found by decoding them in every way and looking which result is smooth.
public enum AudioLayout: String, CaseIterable, Codable, Hashable, Sendable {
    /// Little-endian signed 16-bit, one channel: what Live takes.
    case s16le
    case s16be
    /// 16-bit samples cut at an odd byte.
    case misaligned
    case float32
    /// Samples between -1 and 1 that were cast to integers without scaling.
    case unscaledFloat = "unscaled-float"
    case s24
    case u8
    case mulaw
    case stereo
    /// Two equal channels.
    case dualMono = "dual-mono"
    case oneChannelSilent = "one-channel-silent"
    /// Compressed or corrupt.
    case unknown
}
