import LiveProtocol
import SessionModel

/// One line of the frame list: a frame, or a run of audio frames of one direction.
///
/// A call sends some fifty audio frames a second both ways; uncollapsed they would push everything else away.
struct FrameRow: Hashable, Sendable {
    enum Shape: Hashable, Sendable {
        case single
        /// Audio frames of one direction, collapsed or with its frames below it.
        case run(count: Int, isExpanded: Bool)
        /// A frame of the expanded run above.
        case member
    }

    /// The frame, or the first of the run.
    var entry: FrameEntry
    var shape: Shape
    var byteCount: Int
    var audio: Duration?
    var lastSequence: Int64

    var place: FramePlace { FramePlace(connection: entry.connection, sequence: entry.sequence) }

    /// It stands for that frame, alone or in a run.
    func holds(_ other: FrameEntry) -> Bool {
        entry.connection == other.connection && entry.direction == other.direction
            && (entry.sequence...max(lastSequence, entry.sequence)).contains(other.sequence)
    }

    /// What its content consists of.
    var span: FrameSpan {
        FrameSpan(
            connection: entry.connection, sequences: entry.sequence...max(lastSequence, entry.sequence),
            direction: entry.direction)
    }

    private init(_ entry: FrameEntry, _ shape: Shape) {
        self.entry = entry
        self.shape = shape
        byteCount = entry.byteCount
        audio = entry.audio
        lastSequence = entry.sequence
    }

    /// The lines for consecutive frames, in their order. A run ends with the next frame that is not audio alone, of
    /// either direction, and nowhere else: both directions at once give two runs.
    static func rows(of entries: [FrameEntry], expanded: Set<FramePlace>) -> [FrameRow] {
        var rows: [FrameRow] = []
        var members: [[FrameRow]] = []
        var runs: [Direction: Int] = [:]
        for entry in entries {
            guard entry.isAudioAlone else {
                runs = [:]
                rows.append(FrameRow(entry, .single))
                members.append([])
                continue
            }
            if let run = runs[entry.direction] {
                rows[run].extend(with: entry)
                members[run].append(FrameRow(entry, .member))
            } else {
                runs[entry.direction] = rows.count
                rows.append(FrameRow(entry, .single))
                members.append([FrameRow(entry, .member)])
            }
        }
        return zip(rows, members).flatMap { row, members in
            guard case .run(let count, _) = row.shape, expanded.contains(row.place) else { return [row] }
            var head = row
            head.shape = .run(count: count, isExpanded: true)
            return [head] + members
        }
    }

    private mutating func extend(with entry: FrameEntry) {
        if case .run(let count, _) = shape {
            shape = .run(count: count + 1, isExpanded: false)
        } else {
            shape = .run(count: 2, isExpanded: false)
        }
        byteCount = byteCount.addingReportingOverflow(entry.byteCount).partialValue
        if let length = entry.audio { audio = (audio ?? .zero) + length }
        lastSequence = entry.sequence
        // One that did not cross as it was is enough to say so of the run.
        self.entry.fault = self.entry.fault ?? entry.fault
    }
}
