import LiveProtocol
import SessionModel
import Wording

/// What both sides said, as lines of a given width: what was heard, and what was cut off by an interruption.
///
/// Lines are made from a place on, as many as are needed: a long call is never laid out as a whole.
struct Transcript {
    let turns: TurnTracker
    let now: Timestamp
    let width: Int
    let time: TimeScale
    let privacy: Privacy

    /// A line of a turn. The turn that has not begun yet, of which only the user's input is there, has the next number.
    struct Place: Hashable, Comparable, Sendable {
        var turn: Int
        var line: Int

        static func < (left: Place, right: Place) -> Bool { (left.turn, left.line) < (right.turn, right.line) }
    }

    struct Line: Hashable {
        var place: Place
        var text: StyledText
    }

    /// The last `count` lines up to and with `place`, oldest first; nil is the end.
    func lines(upTo place: Place?, count: Int) -> [Line] {
        var lines: [Line] = []
        for entry in entries.reversed() where lines.count < count {
            if let place, entry.number > place.turn { continue }
            let fitting = self.lines(of: entry).filter { line in place.map { line.place <= $0 } ?? true }
            lines = fitting + lines
        }
        return lines.suffix(max(0, count))
    }

    /// The first `count` lines after `place`.
    func lines(after place: Place, count: Int) -> [Line] {
        var lines: [Line] = []
        for entry in entries where lines.count < count && entry.number >= place.turn {
            lines += self.lines(of: entry).filter { $0.place > place }
        }
        return Array(lines.prefix(max(0, count)))
    }

    /// The turn that was on at an instant.
    func place(at instant: Timestamp) -> Place? {
        guard let turn = turns.all.last(where: { $0.startedAt <= instant }) else { return nil }
        return Place(turn: turn.index, line: .max)
    }

    // MARK: Lines

    private enum Entry {
        case turn(Turn)
        case pending(TurnTracker.Input, number: Int)

        var number: Int {
            switch self {
            case .turn(let turn): turn.index
            case .pending(_, let number): number
            }
        }
    }

    private var entries: [Entry] {
        turns.all.map(Entry.turn)
            + (turns.pendingInput.map { [.pending($0, number: turns.count + 1)] } ?? [])
    }

    private func lines(of entry: Entry) -> [Line] {
        let texts: [StyledText] =
            switch entry {
            case .turn(let turn): user(turn) + tools(turn) + model(turn)
            case .pending(let input, _): said("user", input.at, privacy.masked(input.text.value), .up)
            }
        return texts.enumerated().map { Line(place: Place(turn: entry.number, line: $0), text: $1) }
    }

    private func user(_ turn: Turn) -> [StyledText] {
        guard !turn.userText.isEmpty else { return [] }
        return said("user", turn.startedAt, privacy.masked(turn.userText.value), .up)
    }

    private func tools(_ turn: Turn) -> [StyledText] {
        turn.tools.map { tool in
            let length = tool.endedAt.map { Format.latency($0 - tool.calledAt) } ?? "pending"
            return head("tool", tool.calledAt, .accent) + StyledText(tool.name, .accent)
                + StyledText("  " + length, .faint) + (tool.isCancelled ? StyledText("  cancelled", .warning) : "")
        }
    }

    private func model(_ turn: Turn) -> [StyledText] {
        let start = turn.answeredAt ?? turn.openedAt
        guard !turn.modelText.isEmpty else {
            guard turn.audioByteCount > 0 else { return [] }
            let sound = "\(Format.latency(turn.audioDuration)) of speech, no transcript"
            return [head("model", start, .down) + StyledText(sound, .faint) + ending(turn)]
        }
        let text = turn.modelText.value
        let (heard, rest) = text.split(atUTF8: turn.heardTextLength(at: now))
        guard !rest.isEmpty, privacy == .off else { return said("model", start, privacy.masked(text), .down) }
        let mark = turn.interruptedAt != nil || turn.isCutOff ? "‖" : "▹"
        return said("model", start, heard, .down, mark: mark, rest: rest)
    }

    private func ending(_ turn: Turn) -> StyledText {
        turn.interruptedAt == nil ? "" : StyledText(" ‖ interrupted", .warning)
    }

    /// What was said in `style`, then a mark and what was not heard.
    private func said(
        _ speaker: String, _ instant: Timestamp, _ text: String, _ style: Style, mark: String = "", rest: String = ""
    ) -> [StyledText] {
        let whole = mark.isEmpty ? text : text + " \(mark) " + rest
        var isHeard = true
        return TextWidth.wrapped(whole, to: width - headWidth).enumerated().map { index, line in
            let head = index == 0 ? head(speaker, instant, style) : StyledText(String(repeating: " ", count: headWidth))
            return head + styled(line, mark: mark, style, &isHeard)
        }
    }

    private func styled(_ line: String, mark: String, _ style: Style, _ isHeard: inout Bool) -> StyledText {
        guard isHeard, !mark.isEmpty, let place = line.firstIndex(of: Character(mark)) else {
            return StyledText(line, isHeard ? style : .faint)
        }
        isHeard = false
        return StyledText(String(line[..<place]), style) + StyledText(mark, .warning)
            + StyledText(String(line[line.index(after: place)...]), .faint)
    }

    /// Columns from which the time stands before the speaker.
    private var isWide: Bool { width >= 50 }

    private var headWidth: Int { isWide ? 20 : 7 }

    private func head(_ speaker: String, _ instant: Timestamp, _ style: Style) -> StyledText {
        let name = speaker + String(repeating: " ", count: max(1, 7 - speaker.count))
        guard isWide else { return StyledText(name, style) }
        let moment = time.text(instant, after: nil)
        let gap = String(repeating: " ", count: max(1, 13 - TextWidth.width(moment)))
        return StyledText(moment + gap, .faint) + StyledText(name, style)
    }
}

extension String {
    /// Before and after the last blank within the first `count` bytes of UTF-8; a script without blanks is cut between
    /// characters. All of it where nothing lies behind them.
    fileprivate func split(atUTF8 count: Int) -> (head: String, tail: String) {
        guard count < utf8.count else { return (self, "") }
        let target = utf8.index(startIndex, offsetBy: Swift.max(0, count))
        let isBetweenWords = self[target...].first == " " || !contains(" ")
        let cut = isBetweenWords ? target : self[..<target].lastIndex(of: " ") ?? startIndex
        return (String(self[..<cut]), String(self[cut...]))
    }
}

/// Where the user is in a transcript.
struct TranscriptScroll: Hashable, Sendable {
    /// The last line shown; nil follows the newest.
    private(set) var bottom: Transcript.Place?

    var isFollowing: Bool { bottom == nil }

    mutating func move(by step: Int, in transcript: Transcript, height: Int) {
        if step > 0 {
            guard let bottom else { return }
            let next = transcript.lines(after: bottom, count: step)
            // The very end is followed.
            self.bottom = next.count < step ? nil : next.last?.place
        } else {
            let above = transcript.lines(upTo: bottom, count: min(1 - step, 4_000) + max(1, height) - 1)
            guard above.count > max(1, height) else { return bottom = bottom ?? above.last?.place }
            let target = max(max(1, height) - 1, above.count - 1 + step)
            bottom = above.indices.contains(target) ? above[target].place : bottom
        }
    }

    mutating func show(_ place: Transcript.Place?) { bottom = place }

    mutating func toggleFollowing(in transcript: Transcript) {
        bottom = bottom == nil ? transcript.lines(upTo: nil, count: 1).last?.place : nil
    }
}
