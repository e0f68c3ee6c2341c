import Glibc

/// All subjects under one scenario, in interleaved rounds: what disturbs the machine disturbs them alike.
struct Comparison {
    var scenario: Scenario
    /// One result per round, by subject. Subjects that are missing here are missing.
    private(set) var results: [Subject: [MeasurementResult]] = [:]

    init(_ scenario: Scenario) { self.scenario = scenario }

    mutating func run(rounds: Int, in workshop: Workshop) throws {
        let subjects = scenario.subjects.filter { $0.reasonMissing(in: workshop) == nil }
        for round in 0..<rounds {
            // Each round begins with another subject, so that none is always the one after mitmproxy.
            for index in subjects.indices {
                let subject = subjects[(index + round) % subjects.count]
                let measurement = Measurement(subject: subject, traffic: scenario.traffic, isTLS: scenario.isTLS)
                let result = try measurement.run(in: workshop)
                results[subject, default: []].append(result)
                Progress.say("\(scenario.title) · round \(round + 1) · \(subject.title) · \(result.progress)")
            }
        }
    }

    var table: MarkdownTable {
        var table = MarkdownTable(columns: columns)
        table.rows = scenario.subjects.compactMap { subject in
            results[subject].map { row(subject, $0) }
        }
        return table
    }

    private var columns: [String] {
        ["", "CPU µs/frame", "× HAProxy", "frames/s", "% of a core", "MB"] + [
            "up p50", "up p99", "up p99.9", "down p50", "down p99", "down p99.9", "lost", "not recorded",
        ]
    }

    private func row(_ subject: Subject, _ runs: [MeasurementResult]) -> [String] {
        let loads = runs.map(\.load)
        let cost = Spread(loads.compactMap(\.proxyMicrosecondsPerFrame))
        let ratio = Spread(ratios(of: subject) { $0.proxyMicrosecondsPerFrame })
        let rate = Spread(loads.map(\.framesPerSecond))
        let core = Spread(loads.compactMap { load in load.proxyCPUSeconds.map { $0 / load.windowSeconds * 100 } })
        let memory = loads.flatMap(\.residentMegabytes).max()
        let load = [rate.map { Int($0.median).description } ?? "–", core?.median.short ?? "–", memory.short]
        let unrecorded = runs.compactMap(\.unrecorded)
        return [subject.title, cost.text, ratio?.median.short ?? "–"] + load
            + latencyCells(subject, \.upstream) + latencyCells(subject, \.client)
            + ["\(loads.reduce(0) { $0 + $1.lost })", unrecorded.isEmpty ? "–" : "\(unrecorded.reduce(0, +))"]
    }

    /// Microseconds one way: of the direct path in full, of a proxy what it adds to it.
    private func latencyCells(_ subject: Subject, _ side: KeyPath<LoadReport, SideReport>) -> [String] {
        [\LatencySummary.p50, \.p99, \.p999].map { quantile in
            if subject == .nothing {
                return Spread(
                    (results[.nothing] ?? []).compactMap { $0.load[keyPath: side].latency?[keyPath: quantile] }
                ).text
            }
            return added(subject, side, quantile).map { ($0.median >= 0 ? "+" : "") + $0.text } ?? "–"
        }
    }

    /// What `subject` adds to the direct path of the same round, in microseconds.
    func added(
        _ subject: Subject, _ side: KeyPath<LoadReport, SideReport>, _ quantile: KeyPath<LatencySummary, Double>
    ) -> Spread? {
        let pairs = zip(results[subject] ?? [], results[.nothing] ?? [])
        return Spread(
            pairs.compactMap { through, direct in
                guard let longer = through.load[keyPath: side].latency, let shorter = direct.load[keyPath: side].latency
                else { return nil }
                return longer[keyPath: quantile] - shorter[keyPath: quantile]
            })
    }

    /// A number of `subject` over HAProxy's in the same round.
    func ratios(of subject: Subject, _ number: (LoadReport) -> Double?) -> [Double] {
        zip(results[subject] ?? [], results[.haproxy] ?? []).compactMap { mine, theirs in
            guard let mine = number(mine.load), let theirs = number(theirs.load), theirs > 0 else { return nil }
            return mine / theirs
        }
    }
}

extension MeasurementResult {
    fileprivate var progress: String {
        let cost = load.proxyMicrosecondsPerFrame.map { "\($0.short) CPU µs/frame, " } ?? ""
        return cost
            + "\(Int(load.framesPerSecond)) frames/s, p99 down \((load.client.latency?.p99).short) µs, lost \(load.lost)"
    }
}

/// One line per step on standard error, so that standard output holds nothing but the result.
enum Progress {
    static func say(_ text: String) {
        let line = Array((text + "\n").utf8)
        write(STDERR_FILENO, line, line.count)
    }
}
