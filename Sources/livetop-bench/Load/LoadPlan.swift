/// What the load does: who sends how much, how often.
struct LoadPlan: Codable, Hashable {
    enum Pattern: Codable, Hashable {
        /// As fast as possible: every connection keeps so many uplink messages unanswered.
        case bulk(inFlight: Int)
        /// Real time: every session sends and receives audio as fast as it sounds.
        case paced
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
    var uplinkIntervalNanoseconds: UInt64 { UInt64(uplinkPCM) * 1_000_000_000 / 32_000 }
    var downlinkIntervalNanoseconds: UInt64 { UInt64(downlinkPCM) * 1_000_000_000 / 48_000 }
}
