/// The targets livetop set itself, next to what was measured.
struct TargetTable {
    private let comparisons: [Comparison]
    private let parts: PartCosts
    private let talk: TalkCosts
    private let crowd: CrowdCosts
    private let screen: ScreenSection
    private var table = MarkdownTable(columns: ["", "target", "measured", ""])

    init(_ comparisons: [Comparison], _ parts: PartsSection, _ screen: ScreenSection) {
        self.comparisons = comparisons
        self.parts = parts.costs
        talk = parts.talk
        crowd = parts.crowd
        self.screen = screen
        for comparison in comparisons where comparison.scenario.isBulk { addBulk(comparison) }
        for comparison in comparisons where !comparison.scenario.isBulk { addRealTime(comparison) }
        addTalk()
        addScreen()
    }

    var text: String { table.text }

    private mutating func addBulk(_ comparison: Comparison) {
        let title = comparison.scenario.title
        let ratio = Spread(comparison.ratios(of: .livetopRelay) { $0.proxyMicrosecondsPerFrame })
        add("\(title): relay CPU, × HAProxy", ratio, atMost: 1.2)
        guard let whole = cost(.livetopRecording, comparison), let theirs = cost(.mitmproxy, comparison) else { return }
        let times = theirs / whole
        add("\(title): mitmproxy's CPU, × recording", Spread([times]), isMet: times >= 20, target: "≥ 20")
    }

    private mutating func addRealTime(_ comparison: Comparison) {
        let title = comparison.scenario.title
        let sessions = comparison.scenario.traffic.sessions
        guard comparison.results[.livetopRecording] != nil, sessions >= 100 else { return }
        if comparison.scenario.traffic.downlinkPCM == Scenario.smallDownlink,
            let whole = cost(.livetopRecording, comparison), let relay = cost(.livetopRelay, comparison)
        {
            let added = whole - relay - parts.understandingMicroseconds
            add("\(title): recording adds, CPU µs/frame without decode, fold and audio", Spread([added]), atMost: 7)
        }
        for (name, side) in [("up", \LoadReport.upstream), ("down", \LoadReport.client)] {
            if sessions == 100 {
                add("\(title): added p50 \(name), × HAProxy", latencyRatio(comparison, side, \.p50), atMost: 1.2)
                add("\(title): added p99 \(name), × HAProxy", latencyRatio(comparison, side, \.p99), atMost: 1.5)
            } else {
                let added = comparison.added(.livetopRecording, side, \.p99)
                add("\(title): added p99 \(name), µs", added, atMost: 2000)
            }
        }
        addLosses(comparison)
    }

    private mutating func addLosses(_ comparison: Comparison) {
        let results = comparison.results[.livetopRecording] ?? []
        let lost = results.reduce(0) { $0 + $1.load.lost + ($1.unrecorded ?? 0) }
        add("\(comparison.scenario.title): frames lost or not recorded", Spread([Double(lost)]), atMost: 0)
        let memory = results.flatMap(\.load.residentMegabytes).max()
        add("\(comparison.scenario.title): memory, MB", Spread(memory.map { [$0] } ?? []), atMost: 150)
    }

    private func cost(_ subject: Subject, _ comparison: Comparison) -> Double? {
        Spread((comparison.results[subject] ?? []).compactMap(\.load.proxyMicrosecondsPerFrame))?.median
    }

    /// Median over median: of single rounds HAProxy's own addition can be next to nothing.
    private func latencyRatio(
        _ comparison: Comparison, _ side: KeyPath<LoadReport, SideReport>, _ quantile: KeyPath<LatencySummary, Double>
    ) -> Spread? {
        guard let mine = comparison.added(.livetopRecording, side, quantile)?.median,
            let theirs = comparison.added(.haproxy, side, quantile)?.median, theirs > 0
        else { return nil }
        return Spread([mine / theirs])
    }

    private mutating func add(_ what: String, _ measured: Spread?, atMost limit: Double) {
        add(what, measured, isMet: measured.map { $0.median <= limit }, target: "≤ \(limit.short)")
    }

    private mutating func addTalk() {
        add(
            "Decode, fold and audio measures, messages per second on one core", Spread([talk.messagesPerSecond]),
            isMet: talk.messagesPerSecond >= TalkCosts.targetPerSecond, target: "≥ \(Int(TalkCosts.targetPerSecond))")
        add(
            "Re-opening \(TalkCosts.frames) frames, s", Spread(talk.reopening.map { [$0.fromCheckpoint] } ?? []),
            atMost: TalkCosts.targetReopening)
        add(
            "\(CrowdCosts.sessions) sessions at once, \(Int(CrowdCosts.messagesPerSecond)) messages per second, % of a core",
            Spread([crowd.share * 100]), atMost: 100)
    }

    private mutating func addScreen() {
        for target in screen.targets {
            add(target.title, Spread(target.measured.map { [$0] } ?? []), atMost: target.limit)
        }
    }

    private mutating func add(_ what: String, _ measured: Spread?, isMet: Bool?, target: String) {
        guard let measured else { return }
        table.rows.append([what, target, measured.text, isMet.map { $0 ? "met" : "**missed**" } ?? ""])
    }
}
