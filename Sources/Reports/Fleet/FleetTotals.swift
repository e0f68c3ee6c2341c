package import LiveProtocol
package import SessionModel
import Wording

/// What many sessions did together.
package struct FleetTotals {
    private(set) var log = MetricLog()
    /// What each session has cost in the end: within a session, the metric is the running total.
    private var costs = MetricLog()
    private var sessions = 0
    private var open = 0
    private var refused = 0
    private var connections = 0
    private var turns = 0
    private var interruptions = 0
    private var toolCalls = 0
    private var frames: Int64 = 0
    private var bytesUp: Int64 = 0
    private var bytesDown: Int64 = 0
    private var droppedFrames: Int64 = 0
    /// From the opening to the end, of the sessions whose end is known.
    private var lasted: Duration = .zero
    /// Nil while nobody has reported any.
    private var tokensIn: Int64?
    private var tokensOut: Int64?
    /// Of the sessions whose prices are known, and how many those are.
    private var cost = 0.0
    private var pricedSessions = 0
    private var endings: [Party: Int] = [:]
    private var clientTrips = RoundTripLog()
    private var upstreamTrips = RoundTripLog()

    package init() {}

    /// - Parameter state: nil for a session that has only its line in the list.
    package mutating func add(_ summary: SessionSummary, _ state: SessionState?) {
        sessions += 1
        open += summary.activity == .closed ? 0 : 1
        refused += summary.refusal == nil ? 0 : 1
        connections.addClamped(summary.connections)
        turns.addClamped(summary.turns)
        interruptions.addClamped(summary.interruptions)
        frames.addClamped(summary.frames)
        bytesUp.addClamped(summary.bytesUp)
        bytesDown.addClamped(summary.bytesDown)
        droppedFrames.addClamped(summary.droppedFrames)
        if let length = summary.length { lasted += length }
        if let closure = summary.closure { endings[closure.by, default: 0] += 1 }
        guard let state else { return }
        toolCalls.addClamped(state.tools.count)
        if state.tokens.reports > 0 {
            tokensIn = (tokensIn ?? 0).addingClamped(state.tokens.billedInput.total)
            tokensOut = (tokensOut ?? 0).addingClamped(state.tokens.billedOutput.total)
        }
        if let sessionCost = state.tokens.cost {
            cost += sessionCost
            costs.record(.cost, sessionCost, at: summary.closedAt ?? summary.openedAt)
            pricedSessions += 1
        }
        for connection in state.connections {
            clientTrips.add(connection.clientRoundTrips)
            upstreamTrips.add(connection.upstreamRoundTrips)
        }
        log.merge(state.metrics)
    }

    /// Stable: other programs rely on these keys. Unknown is null, never 0.
    package var json: JSONValue {
        .object([
            ("schema", "livetop.stats/1"),
            (
                "totals",
                .object([
                    ("sessions", .integer(sessions)), ("openSessions", .integer(open)),
                    ("refusedSessions", .integer(refused)), ("connections", .integer(connections)),
                    ("turns", .integer(turns)), ("interruptions", .integer(interruptions)),
                    ("toolCalls", .integer(toolCalls)), ("frames", .integer(frames)), ("bytesUp", .integer(bytesUp)),
                    ("bytesDown", .integer(bytesDown)), ("droppedFrames", .integer(droppedFrames)),
                    ("seconds", .number(lasted.seconds)),
                    (
                        "billedTokens",
                        .object([("input", .integer(tokensIn)), ("output", .integer(tokensOut))])
                    ),
                    ("costUsd", .number(pricedSessions > 0 ? cost : nil)),
                    ("pricedSessions", .integer(pricedSessions)),
                    (
                        "closeBy",
                        .object(Party.allCases.map { ($0.rawValue, .integer(endings[$0] ?? 0)) })
                    ),
                ])
            ),
            (
                "roundTripMs",
                .object([("client", Self.sources(clientTrips)), ("upstream", Self.sources(upstreamTrips))])
            ),
            ("metrics", table.json),
        ])
    }

    /// Null for a source without samples.
    private static func sources(_ trips: RoundTripLog) -> JSONValue {
        .object(
            LegRoundTrips.Source.allCases.map { source in
                let numbers = trips.statistics(for: source).map { JSONValue.object(MetricTable.numbers($0)) }
                return (source.rawValue, numbers ?? .null)
            })
    }

    private func words(_ leg: String, _ trips: RoundTripLog) -> [String] {
        LegRoundTrips.Source.allCases.compactMap { source in
            trips.statistics(for: source).map { statistics in
                let values = [statistics.p50, statistics.p95, statistics.p99].map { Format.metric($0, .milliseconds) }
                return "\(leg) \(values.joined(separator: " / ")) (\(source.rawValue))"
            }
        }
    }

    private var calls: String {
        let counts = [(turns, "turn"), (interruptions, "interruption"), (toolCalls, "tool call")]
        return counts.map { Format.counted($0.0, $0.1) }.joined(separator: ", ")
    }

    private var traffic: String {
        let bytes = "\(Format.bytes(bytesUp)) up, \(Format.bytes(bytesDown)) down"
        return "\(Format.counted(frames, "frame")), \(bytes), \(Format.count(droppedFrames)) not captured"
    }

    /// `$1.23`, and of how many sessions where the prices of others are not known.
    private var priced: String {
        let all =
            pricedSessions == sessions ? "" : ", of \(Format.counted(pricedSessions, "session")) with known prices"
        return Format.metric(cost, .dollars) + all
    }

    private var table: MetricTable { MetricTable(log: log, others: [.cost: costs]) }

    package var text: String { text(within: nil) }

    /// The same in at most so many columns of a terminal, as far as that goes; nil for all.
    package func text(within columns: Int?) -> String {
        guard sessions > 0 else { return "No session of that kind has been recorded here." }
        let roundTrips = words("client", clientTrips) + words("service", upstreamTrips)
        let lines = [
            "sessions   \(sessions), \(open) open, \(refused) refused; "
                + "\(Format.counted(connections, "connection")), \(Format.clock(lasted)) in all",
            "calls      " + calls, "traffic    " + traffic,
            "billed     \(Format.count(tokensIn)) tokens in, \(Format.count(tokensOut)) out",
            "cost       " + (pricedSessions > 0 ? priced : Format.unknown),
            "round trip " + (roundTrips.isEmpty ? Format.unknown : roundTrips.joined(separator: ", ")),
            "ended by   " + Party.allCases.map { "\(Format.party($0)) \(endings[$0] ?? 0)" }.joined(separator: ", "),
        ]
        let metrics = table.text(within: columns)
        return lines.joined(separator: "\n") + (metrics.isEmpty ? "" : "\n\n" + metrics)
    }
}
