/// The targets livetop set itself, next to what was measured.
struct TargetTable {
    private var table = MarkdownTable(columns: ["", "target", "measured", ""])

    init(_ comparisons: [Comparison], _ underLoad: [Comparison], _ parts: PartsSection, _ screen: ScreenSection) {
        for comparison in comparisons { addRelaying(comparison) }
        for comparison in comparisons where comparison.scenario.isBulk { addBulk(comparison) }
        for comparison in comparisons where !comparison.scenario.isBulk { addRealTime(comparison) }
        for comparison in underLoad { addLoad(comparison) }
        add(parts.talk)
        add(parts.crowd)
        add(screen)
    }

    /// Those of `Scenario.load` alone.
    init(underLoad comparisons: [Comparison]) {
        for comparison in comparisons { addLoad(comparison) }
    }

    var text: String { table.text }

    private mutating func addRelaying(_ comparison: Comparison) {
        let ratio = Spread(comparison.ratios(of: .livetopRelay) { $0.proxyMicrosecondsPerFrame })
        add("\(comparison.scenario.title): relay CPU, × HAProxy", ratio, atMost: 1)
    }

    private mutating func addBulk(_ comparison: Comparison) {
        let title = comparison.scenario.title
        guard let whole = cost(.livetopRecording, comparison), let theirs = cost(.mitmproxy, comparison) else { return }
        let times = theirs / whole
        add("\(title): mitmproxy's CPU, × recording", Spread([times]), isMet: times >= 20, target: "≥ 20")
    }

    private mutating func addRealTime(_ comparison: Comparison) {
        let title = comparison.scenario.title
        let sessions = comparison.scenario.traffic.sessions
        guard comparison.results[.livetopRecording] != nil, sessions >= 100 else { return }
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

    private mutating func addLoad(_ comparison: Comparison) {
        let traffic = comparison.scenario.traffic
        if case .paced = traffic.pattern, traffic.sessions <= 400 { addCost(comparison) }
        if traffic.sessions == 400 { addPresence(comparison) }
        addKept(comparison)
    }

    private mutating func addCost(_ comparison: Comparison) {
        let pairs = zip(comparison.results[.livetopRecording] ?? [], comparison.results[.livetopRelay] ?? [])
        let added = pairs.compactMap { recording, relay in
            recording.load.proxyMicrosecondsPerFrame.flatMap { whole in
                relay.load.proxyMicrosecondsPerFrame.map { whole - $0 }
            }
        }
        add(
            "\(comparison.scenario.title): recording over relaying, CPU of all threads, µs/frame", Spread(added),
            atMost: 15)
    }

    /// Added latency and memory.
    private mutating func addPresence(_ comparison: Comparison) {
        let title = comparison.scenario.title
        for (name, side) in [("up", \LoadReport.upstream), ("down", \LoadReport.client)] {
            guard let mine = comparison.added(.livetopRecording, side, \.p99)?.median,
                let relays = comparison.added(.livetopRelay, side, \.p99), relays.median > 0
            else { continue }
            add("\(title): added p99 \(name), relaying, µs", relays, atMost: 5000)
            add("\(title): added p99 \(name), × what relaying adds", Spread([mine / relays.median]), atMost: 2)
        }
        let memory = (comparison.results[.livetopRecording] ?? []).map(\.load.residentMegabytes)
        add("\(title): memory, most of a run, MB", Spread(memory.compactMap { $0.max() }), atMost: 150)
        add(
            "\(title): memory, its last quarter over the one before", Spread(memory.compactMap(Self.growth)),
            atMost: 1.05)
    }

    /// Mean of the last quarter of a run over the mean of the third; nil of less than eight readings.
    private static func growth(_ readings: [Double]) -> Double? {
        let quarter = readings.count / 4
        guard quarter >= 2 else { return nil }
        let sums = [readings.suffix(quarter), readings.dropLast(quarter).suffix(quarter)].map { $0.reduce(0, +) }
        return sums[0] / sums[1]
    }

    private mutating func addKept(_ comparison: Comparison) {
        let title = comparison.scenario.title
        let runs = comparison.results[.livetopRecording] ?? []
        let left = runs.compactMap { run in run.unrecorded.map { Double($0) / Double(max(1, run.sent)) * 100 } }
        if let allowed = comparison.scenario.lossAllowed {
            add(
                "\(title): not recorded, % of the frames of a run", Spread(left),
                isMet: left.allSatisfy { $0 <= allowed }, target: "≤ \(allowed.short)")
        } else {
            add("\(title): not recorded, % of the frames of a run", Spread(left), isMet: nil, target: "counted")
        }
        let unsaid = runs.compactMap { run in
            run.unrecorded.flatMap { unrecorded in run.leftOut.map { Double(max(0, unrecorded - $0)) } }
        }
        add(
            "\(title): not recorded and not counted", Spread(unsaid), isMet: unsaid.allSatisfy { $0 == 0 },
            target: "≤ 0.00")
        let broken = runs.reduce(0) { $0 + $1.load.lost + $1.load.client.broken + $1.load.upstream.broken }
        add("\(title): lost between the ends, and calls broken", Spread([Double(broken)]), atMost: 0)
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

    private mutating func add(_ talk: TalkCosts) {
        add(
            "Decode, fold and audio measures, messages per second on one core", Spread([talk.messagesPerSecond]),
            isMet: talk.messagesPerSecond >= TalkCosts.targetPerSecond, target: "≥ \(Int(TalkCosts.targetPerSecond))")
        add(
            "Re-opening \(TalkCosts.frames) frames, s", Spread(talk.reopening.map { [$0.fromCheckpoint] } ?? []),
            atMost: TalkCosts.targetReopening)
        add(
            "… without a checkpoint, s", Spread(talk.reopening.map { [$0.folded] } ?? []),
            atMost: TalkCosts.targetFolding)
        add("… on disk, of its bytes on the wire", Spread([talk.databaseMegabytes / talk.wireMegabytes]), atMost: 0.6)
    }

    private mutating func add(_ crowd: CrowdCosts) {
        add(
            "\(CrowdCosts.sessions) sessions at once, \(Int(CrowdCosts.messagesPerSecond)) messages per second, % of a core",
            Spread([crowd.share * 100]), atMost: 60)
    }

    private mutating func add(_ screen: ScreenSection) {
        for target in screen.targets {
            add(target.title, Spread(target.measured.map { [$0] } ?? []), atMost: target.limit)
        }
    }

    private mutating func add(_ what: String, _ measured: Spread?, isMet: Bool?, target: String) {
        guard let measured else { return }
        table.rows.append([what, target, measured.text, isMet.map { $0 ? "met" : "**missed**" } ?? ""])
    }
}
