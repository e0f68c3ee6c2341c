import LiveProtocol
import SessionModel

/// One line of the message list: a message, or a run of audio messages of one direction.
///
/// A call sends some fifty audio messages a second both ways; uncollapsed they would push everything else away.
struct MessageRow: Hashable {
    var at: Timestamp
    var direction: Direction
    var kind: String
    var count = 1
    var byteCount: Int
    var text: String

    /// Oldest first. A run ends with the next message that is not audio alone, of either direction.
    static func rows(of messages: some Sequence<RecentMessage>) -> [MessageRow] {
        var rows: [MessageRow] = []
        var runs: [Direction: Int] = [:]
        for message in messages {
            guard message.isAudioAlone else {
                runs = [:]
                rows.append(MessageRow(message))
                continue
            }
            if let run = runs[message.direction] {
                rows[run].count += 1
                rows[run].byteCount = rows[run].byteCount.addingReportingOverflow(message.digest.byteCount).partialValue
            } else {
                runs[message.direction] = rows.count
                rows.append(MessageRow(message))
            }
        }
        return rows
    }

    private init(_ message: RecentMessage) {
        at = message.at
        direction = message.direction
        kind = message.digest.kind.rawValue
        byteCount = message.digest.byteCount
        text = message.digest.text
    }
}

extension RecentMessage {
    fileprivate var isAudioAlone: Bool { digest.kinds.all == [.realtimeAudio] || digest.kinds.all == [.audio] }
}
