import LiveProtocol
import SessionModel
import Wording

/// What is drawn over the lanes where there is height for it: how loud both sides were, what waited to be heard, how full
/// the context was.
struct LaneCurve {
    enum Kind: CaseIterable {
        case microphone, model, backlog, context
    }

    let name: String
    /// What the full height stands for.
    let top: String
    /// Two for each column, from 0 to 1.
    let values: [Double]
    let style: Style
    /// A level that rises and falls, rather than a sound.
    let isLine: Bool

    /// Those that a session has something for: a call in writing needs no height for sound.
    static func kinds(of session: SessionState) -> [Kind] {
        Kind.allCases.filter { kind in
            switch kind {
            case .microphone: !session.inputAudio.loudness.isEmpty
            case .model: !session.outputAudio.loudness.isEmpty
            case .backlog: !session.lanes.backlog.isEmpty
            case .context: !session.usage.marks.isEmpty
            }
        }
    }

    /// Rows of each curve, in the order of `kinds`, of so many that are free: as equal as can be, none of one row.
    static func rows(free: Int, of kinds: [Kind]) -> [Kind: Int] {
        let shown = max(0, min(kinds.count, free / 2))
        let rows = (0..<shown).map { min(limit, free / shown + ($0 < free % shown ? 1 : 0)) }
        return Dictionary(uniqueKeysWithValues: zip(kinds, rows))
    }

    /// Higher ones say no more.
    private static let limit = 9

    /// - Parameter now: the present, behind which nothing is known of the context.
    init(_ kind: Kind, of session: SessionState, on strip: LaneStrip, now: Timestamp) {
        isLine = kind == .backlog || kind == .context
        switch kind {
        case .microphone:
            (name, top, style) = ("", "0 dBFS", .up)
            values = strip.values { session.inputAudio.loudness.loudest(from: $0, to: $1) }
        case .model:
            (name, top, style) = ("", "0 dBFS", .down)
            values = strip.values { session.outputAudio.loudness.loudest(from: $0, to: $1) }
        case .backlog:
            let lengths = Self.backlog(of: session, on: strip)
            let most = max(1, lengths.max() ?? 0)
            (name, top, style) = ("backlog", "\(Format.trimmed(most, 1)) s", most >= 10 ? .warning : .accent)
            values = lengths.map { $0 / most }
        case .context:
            let tokens = Self.context(of: session, on: strip, now)
            let used = max(1, tokens.max() ?? 0)
            // Against the limit, as soon as half of it is used: a small context would lie on the ground.
            let limit = Double(session.tokens.limit?.tokens ?? 0)
            let most = used * 2 >= limit ? max(used, limit) : used
            let share = session.tokens.occupancy ?? 0
            (name, top) = ("context", Format.quantity(Int64(clamping: most)))
            style = share >= 0.9 ? .alert : share >= 0.7 ? .warning : .accent
            values = tokens.map { $0 / most }
        }
    }

    /// Seconds of speech that had come and was not yet heard.
    private static func backlog(of session: SessionState, on strip: LaneStrip) -> [Double] {
        let marks = Array(session.lanes.backlog)
        var next = 0
        return strip.values { start, end in
            while next + 1 < marks.count, marks[next + 1].at <= start { next += 1 }
            guard next < marks.count else { return 0 }
            var most = marks[next].at <= start ? marks[next].left(at: start) : .zero
            var index = next
            while index < marks.count, marks[index].at < end {
                if marks[index].at >= start { most = max(most, marks[index].length) }
                index += 1
            }
            return most.seconds
        }
    }

    /// Tokens in the context by the usage message before.
    private static func context(of session: SessionState, on strip: LaneStrip, _ now: Timestamp) -> [Double] {
        let marks = Array(session.usage.marks)
        var next = -1
        return strip.values { start, end in
            guard start <= now else { return 0 }
            while next + 1 < marks.count, marks[next + 1].frame.at < end { next += 1 }
            return next < 0 ? 0 : Double(marks[next].context)
        }
    }
}

extension LaneStrip {
    /// A value for each half column.
    func values(_ value: (_ start: Timestamp, _ end: Timestamp) -> Double) -> [Double] {
        let count = 2 * max(0, columns)
        return (0..<count).map { index in
            value(start + span * index / count, start + span * (index + 1) / count)
        }
    }
}
