/// What the proxy that runs on the data folder says about itself.
struct RunningProxyCheck {
    /// Nil when it does not answer.
    var status: ProxyStatus?

    func run() -> [Check] {
        guard let status else {
            return [
                .problem(
                    "proxy", "the running livetop does not answer on its control socket",
                    cure: "wait a moment if it has just started; otherwise stop it and start it again")
            ]
        }
        let calls = "\(status.openCalls) open calls, \(status.command) \(status.version)"
        return status.droppedFrames == 0
            ? [.good("proxy", calls)]
            : [
                .problem(
                    "proxy", "\(calls), \(status.droppedFrames) frames not recorded",
                    cure: "see the disk below; --capture no-audio records less")
            ]
    }
}
