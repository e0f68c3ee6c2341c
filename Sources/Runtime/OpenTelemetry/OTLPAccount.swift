import LiveProtocol
import NIOConcurrencyHelpers
import Telemetry
import Wording

/// What became of all that was to be exported, and what is in the way now: written by the thread that sends, read by scrapers
/// and by people.
final class OTLPAccount: Sendable {
    private struct State {
        var exported: [OTLPSignal: Int64] = [:]
        var dropped: [OTLPSignal: [Drop: Int64]] = [:]
        var failed: [OTLPSignal: [OTLPOutcome.Reason: Int64]] = [:]
        var problems: [OTLPSignal: Problem] = [:]
        var waiting: [OTLPSignal: Int] = [:]
        /// When a problem was last told, by its words.
        var toldAt: [String: Timestamp] = [:]
    }

    /// Why something was never sent, or sent in vain.
    enum Drop: String, CaseIterable {
        /// More came than could be sent.
        case queueFull = "queue_full"
        /// The collector did not want the request.
        case refused
        /// The collector took the request and not this.
        case rejected
        /// It was tried for five minutes.
        case gaveUp = "gave_up"
        /// livetop ended.
        case ended
    }

    /// What is in the way of a signal.
    struct Problem: Equatable {
        var words: String
        var since: Timestamp
    }

    private let state = NIOLockedValueBox(State())

    func drop(_ count: Int64, of signal: OTLPSignal, _ reason: Drop) {
        guard count > 0 else { return }
        state.withLockedValue { $0.dropped[signal, default: [:]][reason, default: 0].addClamped(count) }
    }

    func export(_ count: Int64, of signal: OTLPSignal) {
        state.withLockedValue { $0.exported[signal, default: 0].addClamped(count) }
    }

    func fail(_ signal: OTLPSignal, _ reason: OTLPOutcome.Reason) {
        state.withLockedValue { $0.failed[signal, default: [:]][reason, default: 0].addClamped(1) }
    }

    func wait(_ count: Int, _ signal: OTLPSignal) { state.withLockedValue { $0.waiting[signal] = count } }

    /// - Parameter words: what is in the way now; nil where nothing is.
    /// - Returns: whether anybody has to be told: the same is not told again within a minute, neither of another signal.
    func setProblem(_ words: String?, of signal: OTLPSignal, at now: Timestamp) -> Bool {
        state.withLockedValue { state in
            let old = state.problems[signal]
            guard old?.words != words else { return false }
            state.problems[signal] = words.map { Problem(words: $0, since: old?.since ?? now) }
            guard let words else { return state.problems.isEmpty }
            let isKnown = state.problems.contains { $0.key != signal && $0.value.words == words }
            if isKnown || state.toldAt[words].map({ now - $0 < .seconds(60) }) ?? false { return false }
            if state.toldAt.count > 64 { state.toldAt = [:] }
            state.toldAt[words] = now
            return true
        }
    }

    /// What is in the way, each thing once, in words for people.
    var problems: [String] {
        let problems = state.withLockedValue(\.problems).values.sorted { $0.since < $1.since }
        var told: Set<String> = []
        return problems.filter { told.insert($0.words).inserted }.map { "\($0.words), since \($0.since.rfc3339)" }
    }

    /// How much was sent, in words for people.
    var progress: String {
        let (exported, waiting) = state.withLockedValue { ($0.exported, $0.waiting) }
        return OTLPSignal.allCases.map { signal in
            let rest = waiting[signal].map { $0 > 0 ? " (\(Format.count(Int64($0))) wait)" : "" } ?? ""
            return "\(Format.count(exported[signal] ?? 0)) \(signal.items)\(rest)"
        }.joined(separator: ", ")
    }

    /// The same for scrapers: all labels are there from the start.
    static func write(_ account: OTLPAccount?, into samples: inout MetricSamples) {
        let state = account?.state.withLockedValue(\.self) ?? State()
        for signal in OTLPSignal.allCases {
            samples.set(.otlpExported, signal.rawValue, to: Double(state.exported[signal] ?? 0))
            for reason in Drop.allCases {
                let count = state.dropped[signal]?[reason] ?? 0
                samples.set(.otlpDropped, signal.rawValue, reason.rawValue, to: Double(count))
            }
            for reason in OTLPOutcome.Reason.allCases {
                let count = state.failed[signal]?[reason] ?? 0
                samples.set(.otlpFailed, signal.rawValue, reason.rawValue, to: Double(count))
            }
        }
    }
}

extension Int64 {
    fileprivate mutating func addClamped(_ other: Int64) { self = addingClamped(other) }
}
