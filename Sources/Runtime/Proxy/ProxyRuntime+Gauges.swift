import LiveProtocol
import Proxy
import Recordings
import SessionModel
import SessionStore
import Snapshots

extension ProxyRuntime {
    /// What is true of the process: for the screen's header and the control socket.
    func gauges(_ summaries: [SessionSummary]) -> ProcessGauges {
        let relay = server.gauges
        let recording = capture.recorder?.status
        var gauges = ProcessGauges(
            port: place.port, baseURL: place.baseURL, caPath: place.caPath, caBundlePath: place.caBundlePath,
            dataDirectory: place.dataDirectory)
        gauges.framesPerSecond = summaries.reduce(0) { $0 + ($1.framesPerSecond ?? 0) }
        gauges.bytesPerSecond = summaries.reduce(0) { $0 + ($1.bytesPerSecond ?? 0) }
        gauges.frames = summaries.reduce(0) { $0.addingClamped($1.frames) }
        gauges.droppedFrames = capture.tap.counters.refused.addingClamped(recording?.droppedFrames ?? 0)
        gauges.refusedCertificates = relay.refusedCertificates
        gauges.sinceRefusedCertificate = relay.sinceRefusedCertificate
        gauges.overheadP50 = relay.overhead.percentile(0.5)
        gauges.overheadP99 = relay.overhead.percentile(0.99)
        gauges.databaseBytes = recording?.databaseBytes
        gauges.freeBytes = recording?.freeBytes
        gauges.recorderProblem = recording?.problem
        gauges.recorderLoss = recording?.loss
        gauges.exportProblems = (capture.outbox?.account.problems ?? []) + [shipping?.status.trouble].compactMap(\.self)
        gauges.waitingFrames = recording?.waitingFrames ?? 0
        let behind = capture.figuresBehind
        gauges.figuresBehind = behind > .zero ? behind : nil
        gauges.captureLevel = settings.captureName
        gauges.faultList = faultList
        gauges.faults = gauges.faultList.words
        gauges.upstream = settings.upstreamIdentity
        gauges.isDemo = command == "demo"
        return gauges
    }

    /// The same for other processes.
    var status: ProxyStatus {
        let (clock, diagnosed) = (capture.clock, capture.latest.take())
        let summaries = diagnosed.fleet.summaries { clock.now(of: $0) }
        let gauges = gauges(summaries)
        let calls = RunningCalls(summaries, findings: diagnosed.findings) { session in
            clock.now(of: diagnosed.fleet[session.id]?.newestConnection)
        }
        let relay = server.gauges
        return ProxyStatus(
            pid: place.pid, port: place.port, version: LivetopVersion.number, command: command,
            capture: gauges.captureLevel, upstream: settings.upstreamIdentity, openCalls: relay.openCalls,
            framesPerSecond: gauges.framesPerSecond, droppedFrames: gauges.droppedFrames ?? 0,
            waitingFrames: gauges.waitingFrames, recorderProblem: gauges.recorderProblem,
            recorderLoss: gauges.recorderLoss, exportProblems: gauges.exportProblems,
            overheadP50Microseconds: gauges.overheadP50.map { $0.milliseconds * 1e3 },
            overheadP99Microseconds: gauges.overheadP99.map { $0.milliseconds * 1e3 },
            refusedCertificates: gauges.refusedCertificates ?? 0,
            sinceRefusedCertificateSeconds: gauges.sinceRefusedCertificate.map(\.seconds), calls: calls,
            sinceLookSeconds: diagnosed.lookedAt.map { (clock.now() - $0).seconds },
            openedTunnels: relay.openedTunnels, passedTunnels: relay.passedTunnels,
            refusedTunnels: relay.refusedTunnels, faults: gauges.faults, faultList: gauges.faultList)
    }
}
