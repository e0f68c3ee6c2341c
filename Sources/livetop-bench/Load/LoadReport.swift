/// The result of one run of the load: both ends and the process between them.
struct LoadReport: Codable {
    /// The driver: what came down.
    var client: SideReport
    /// The upstream: what went up.
    var upstream: SideReport
    var windowSeconds: Double
    /// CPU seconds of the watched process in the window; nil when none was watched.
    var proxyCPUSeconds: Double?
    /// The same by thread.
    var threadCPUSeconds: [String: Double]?
    /// Resident megabytes of the watched process, once a second.
    var residentMegabytes: [Double]
    /// How late the driver itself sent, against its plan; nil in bulk.
    var lateness: LatencySummary?

    var frames: Int { client.frames + upstream.frames }
    var framesPerSecond: Double { Double(frames) / windowSeconds }
    /// Stamped messages that one end sent and the other never got.
    var lost: Int { Int(client.sent) + Int(upstream.sent) - Int(upstream.received) - Int(client.received) }
    /// Proxy CPU per relayed frame, which is also CPU seconds per million frames.
    var proxyMicrosecondsPerFrame: Double? {
        guard let proxyCPUSeconds, frames > 0 else { return nil }
        return proxyCPUSeconds * 1e6 / Double(frames)
    }
    /// CPU of both ends of the load per frame.
    var loadMicrosecondsPerFrame: Double { (client.cpuSeconds + upstream.cpuSeconds) * 1e6 / Double(max(1, frames)) }
    /// The part of it that is the load's own code.
    var loadUserMicrosecondsPerFrame: Double {
        (client.userSeconds + upstream.userSeconds) * 1e6 / Double(max(1, frames))
    }
}
