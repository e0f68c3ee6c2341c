/// What the load does: who sends how much, how often.
struct LoadPlan: Codable, Hashable {
    enum Pattern: Codable, Hashable {
        /// As fast as possible: every connection keeps so many uplink messages unanswered.
        case bulk(inFlight: Int)
        /// Real time: every session sends and receives audio as fast as it sounds.
        case paced
        /// So many audio messages a second in both directions together, by the clock, however fast they sound.
        case held(framesPerSecond: Int)

        /// Whether messages go by the clock, and not as fast as they can.
        var isClocked: Bool {
            if case .bulk = self { false } else { true }
        }
    }

    var pattern: Pattern
    var sessions: Int
    /// PCM bytes in an uplink message: 1280 is 40 ms at 16 kHz, about 1.8 kB on the wire.
    var uplinkPCM = 1280
    /// PCM bytes in a downlink message: 1920 is 40 ms at 24 kHz, 2.7 kB on the wire; 18 720 is 390 ms, 25 kB.
    var downlinkPCM = 1920
    var warmUpSeconds = 1.0
    var windowSeconds = 5.0

    /// 16 kHz and 24 kHz, two bytes a sample.
    var uplinkIntervalNanoseconds: UInt64 { heldInterval ?? UInt64(uplinkPCM) * 1_000_000_000 / 32_000 }
    var downlinkIntervalNanoseconds: UInt64 { heldInterval ?? UInt64(downlinkPCM) * 1_000_000_000 / 48_000 }

    /// Between two messages of one session in one direction.
    private var heldInterval: UInt64? {
        guard case .held(let framesPerSecond) = pattern else { return nil }
        return UInt64(sessions) * 2_000_000_000 / UInt64(max(1, framesPerSecond))
    }
}
