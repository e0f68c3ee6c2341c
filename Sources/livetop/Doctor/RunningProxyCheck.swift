import Runtime
import Wording

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
        if let problem = status.recorderProblem {
            return [
                .problem(
                    "proxy",
                    "\(calls), not recording: \(problem) \(Format.counted(status.waitingFrames, "frame waits", "frames wait"))",
                    cure: "see the disk below; what waits is recorded once that is mended")
            ]
        }
        let loss = status.recorderLoss.map { ": \($0)" } ?? ""
        if status.droppedFrames == 0, loss.isEmpty, let problem = status.exportProblems.first {
            return [
                .notice("proxy", "\(calls), not exported: \(problem)", cure: "calls and recording go on without it")
            ]
        }
        return status.droppedFrames == 0 && loss.isEmpty
            ? [.good("proxy", calls)]
            : [
                .problem(
                    "proxy", "\(calls), \(Format.counted(status.droppedFrames, "frame")) not recorded\(loss)",
                    cure: "see the disk below; --capture no-audio records less")
            ]
    }
}
