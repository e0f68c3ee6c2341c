import FoundationEssentials
import Glibc

/// CPU of the running program with its screen on a pseudo-terminal, next to the same without a screen.
struct LiveScreen {
    /// Percent of a core with all sessions talking.
    let headless: Double
    let withScreen: Double
    /// Of that, the thread that draws, as the kernel counts it.
    let drawing: Double
    /// Percent of a core with no session.
    let idle: Double

    var text: String {
        """
        The running program with its sessions in real time: \(headless.short) % of a core without a screen, \(withScreen.short) % with one, \
        \(drawing.short) % of it in the thread that draws, the terminal's bytes included. \
        With a screen and no sessions: \(idle.short) %.

        """
    }

    /// Nil without livetop.
    static func measure(in workshop: Workshop) throws -> LiveScreen? {
        guard let livetop = workshop.livetop else { return nil }
        let headless = try share(workshop) { port, url, folder in
            try workshop.start([
                livetop, "serve", "--port", "\(port)", "--upstream", url, "--data-dir", folder,
            ])
        }
        let watched = try share(workshop) { port, url, folder in
            try terminal(workshop, [livetop, "--port", "\(port)", "--upstream", url, "--data-dir", folder])
        }
        return LiveScreen(
            headless: headless.whole, withScreen: watched.whole, drawing: watched.screen,
            idle: try idle(workshop, livetop))
    }

    private static func terminal(_ workshop: Workshop, _ command: [String]) throws -> StartedProgram {
        try workshop.start(
            ["env", "TERM=xterm-256color"] + command, on: PseudoTerminal(columns: 200, rows: 60))
    }

    /// With the load of all sessions running through it: the process, and its thread that draws.
    private static func share(
        _ workshop: Workshop, _ start: (UInt16, String, String) throws -> StartedProgram
    ) throws -> (whole: Double, screen: Double) {
        let traffic = LoadPlan(pattern: .paced, sessions: ScreenCosts.sessions, warmUpSeconds: 2, windowSeconds: 8)
        let load = try JSONEncoder().encode(traffic)
        let upstream = try workshop.start([workshop.ownPath, "upstream", String(decoding: load, as: UTF8.self)])
        guard let upstreamPort = upstream.readLine().flatMap({ UInt16($0) }) else {
            throw BenchError("the load's upstream did not start:\n\(workshop.log)")
        }
        let port = try LoopbackSocket.freePort()
        let proxy = try start(port, "http://localhost:\(upstreamPort)", workshop.path("screen-\(port)"))
        try proxy.waitForPort(port)
        let driver = try workshop.start([
            workshop.ownPath, "drive", String(decoding: load, as: UTF8.self), "--upstream-port", "\(upstreamPort)",
            "--proxy-port", "\(port)", "--watch", "\(proxy.pid)",
        ])
        sleep(3)
        let screen = ThreadMeter(pid: proxy.pid, named: "screen")
        let (begun, before) = (MonotonicClock.now, screen?.cpuNanoseconds ?? 0)
        sleep(6)
        let drawn = max(screen?.cpuNanoseconds ?? 0, before) - before
        let share = Double(drawn) / Double(MonotonicClock.now - begun) * 100
        guard let line = driver.readLine() else { throw BenchError("the load broke off\n\(workshop.log)") }
        let report = try JSONDecoder().decode(LoadReport.self, from: Data(line.utf8))
        guard let spent = report.proxyCPUSeconds else { throw BenchError("livetop's CPU time is not to be had") }
        return (spent / report.windowSeconds * 100, share)
    }

    private static func idle(_ workshop: Workshop, _ livetop: String) throws -> Double {
        let port = try LoopbackSocket.freePort()
        let folder = workshop.path("idle")
        let proxy = try terminal(workshop, [livetop, "--port", "\(port)", "--data-dir", folder])
        try proxy.waitForPort(port)
        sleep(2)
        guard let meter = ProcessMeter(pid: proxy.pid) else { throw BenchError("livetop ended\n\(workshop.log)") }
        let (start, cpu) = (MonotonicClock.now, meter.cpuNanoseconds)
        sleep(8)
        return Double(meter.cpuNanoseconds - cpu) / Double(MonotonicClock.now - start) * 100
    }
}
