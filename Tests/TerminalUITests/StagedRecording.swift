import Filters
import LiveProtocol
import SessionModel

@testable import TerminalUI

/// Answers the questions of the Frames screen as the recording does, from memory.
struct StagedRecording {
    private(set) var outline: FrameOutline
    private var events: [ConnectionID: [WireEvent]]

    init(_ events: [WireEvent]) {
        let frames = Dictionary(grouping: events.filter(\.isFrame), by: \.connection)
        let connections = frames.keys.sorted { $0.rawValue < $1.rawValue }
        let parts = connections.map { connection in
            FrameOutline.Part(
                connection: connection, lastSequence: frames[connection]?.last?.sequence ?? 0, isDecoded: true)
        }
        self.events = frames
        outline = FrameOutline(parts: parts)
    }

    mutating func append(_ event: WireEvent) {
        events[event.connection, default: []].append(event)
        for index in outline.parts.indices where outline.parts[index].connection == event.connection {
            outline.parts[index].lastSequence = event.sequence
        }
    }

    /// Nil for what only the outside can do.
    func answer(_ effect: Effect) -> Message? {
        switch effect {
        case .readFrames(let request): .framePage(page(request))
        case .readContent(let span): .frameContent(content(of: span))
        default: nil
        }
    }

    func page(_ request: FrameRequest) -> FramePage {
        let start = start(request.start)
        var page = FramePage(request: request, outline: outline, firstBlock: start, blocks: [])
        var index = start
        while page.blocks.count < FrameRequest.blockLimit, page.blocks.reduce(0, { $0 + $1.count }) < 1_000,
            let block = outline.block(index)
        {
            let frames = frames(of: block.part.connection, block.sequences)
            let entries = FrameEntry.entries(of: frames, isDecoded: true)
                .filter { request.filter.matches(FilteredFrame($0)) }
            page.firstBlock = min(page.firstBlock, index)
            page.blocks.insert(entries, at: request.isBackward ? 0 : page.blocks.count)
            index += request.isBackward ? -1 : 1
        }
        return page
    }

    private func start(_ start: FrameRequest.Start) -> Int {
        let last = max(0, outline.blockCount - 1)
        switch start {
        case .block(let index): return max(0, min(index, last))
        case .end: return last
        case .frame(let connection, let sequence): return outline.index(of: connection, sequence) ?? last
        case .instant(let instant):
            for part in outline.parts {
                guard let event = events[part.connection]?.first(where: { $0.at >= instant }) else { continue }
                return outline.index(of: part.connection, event.sequence) ?? last
            }
            return last
        }
    }

    private func content(of span: FrameSpan) -> FrameContent {
        let frames = frames(of: span.connection, span.sequences).compactMap { event -> Frame? in
            guard case .frame(span.direction, let frame) = event.kind else { return nil }
            return frame
        }
        return FrameContent(span: span, frames: frames)
    }

    /// Frames are kept in the order of their numbers, so halving finds the first.
    private func frames(of connection: ConnectionID, _ sequences: ClosedRange<Int64>) -> [WireEvent] {
        let all = events[connection] ?? []
        var (low, high) = (0, all.count)
        while low < high {
            let middle = (low + high) / 2
            if all[middle].sequence < sequences.lowerBound { low = middle + 1 } else { high = middle }
        }
        return Array(all[low...].prefix { sequences.contains($0.sequence) })
    }
}

extension WireEvent {
    fileprivate var isFrame: Bool { if case .frame = kind { true } else { false } }
}

extension Model {
    /// Takes in messages and whatever the recording answers, until nothing is asked any more.
    mutating func update(_ messages: [Message], answering recording: StagedRecording) {
        for message in messages {
            var effects = update(message)
            while !effects.isEmpty {
                effects = effects.compactMap(recording.answer).flatMap { update($0) }
            }
        }
    }

    mutating func press(_ keys: Key..., answering recording: StagedRecording) {
        update(keys.map(Message.key), answering: recording)
    }

    mutating func press(_ text: String, answering recording: StagedRecording) {
        update(text.map { Message.key(.character($0)) }, answering: recording)
    }
}
