import LiveProtocol
import SessionStore

/// Where the frames are that were handed to the recorder. Whatever way one takes, it is offered and then recorded, or it
/// is missing: so that none can be missing without being counted.
struct FrameAccount: Hashable, Sendable {
    private(set) var offered: Int64 = 0
    private(set) var recorded: Int64 = 0
    /// Recorded in a file that was removed while their connection was open.
    private(set) var lost: Int64 = 0
    /// Items of any kind that were taken from the queue and dealt with: written, or given up. They come in their order.
    private(set) var settled: Int64 = 0

    mutating func settle(_ items: [RecordItem]) { settled += Int64(items.count) }

    mutating func offer(_ items: [RecordItem]) { offered += Self.frames(in: items) }

    mutating func record(_ items: [RecordItem]) { recorded += Self.frames(in: items) }

    mutating func lose(_ frames: Int64) { lost.addClamped(frames) }

    /// Waiting or given up.
    var unrecorded: Int64 { max(offered - recorded, 0) }

    private static func frames(in items: [RecordItem]) -> Int64 {
        items.reduce(0) { count, item in
            if case .event(let event) = item, case .frame = event.kind { count + 1 } else { count }
        }
    }
}
