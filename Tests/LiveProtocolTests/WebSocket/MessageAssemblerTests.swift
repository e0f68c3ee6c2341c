import LiveProtocol
import TestSupport
import Testing

@Suite struct MessageAssemblerTests {
    private var assembler = MessageAssembler(sizeLimit: 100)

    @Test mutating func `one frame is one message`() {
        let step = assembler.append(Frame(.binary, [1, 2]))
        #expect(step.message == MessageAssembler.Message(opcode: .binary, payload: [1, 2], byteCount: 2))
        #expect(step.fault == nil)
    }

    @Test mutating func `a ping between fragments passes and does not end the message`() {
        #expect(assembler.append(Frame(.text, [1], isFinal: false)) == .init())
        #expect(assembler.append(Frame(.ping, [9])) == .init())
        #expect(assembler.isInsideMessage)
        #expect(assembler.append(Frame(.continuation, [], isFinal: false)) == .init())
        let step = assembler.append(Frame(.continuation, [2]))
        #expect(step.message == .init(opcode: .text, payload: [1, 2], byteCount: 2, frameCount: 3))
        #expect(!assembler.isInsideMessage)
    }

    @Test mutating func `a continuation of nothing is a fault and no message`() {
        #expect(assembler.append(Frame(.continuation, [1])) == .init(fault: .continuationWithoutStart))
    }

    @Test mutating func `a new message inside a fragmented one is read and the old one given up`() {
        _ = assembler.append(Frame(.text, [1, 2, 3], isFinal: false))
        let step = assembler.append(Frame(.text, [4]))
        #expect(step.fault == .messageAbandoned(byteCount: 3))
        #expect(step.message?.payload == [4])
    }

    @Test mutating func `control frames may be neither fragmented nor long`() {
        #expect(assembler.append(Frame(.ping, [], isFinal: false)).fault == .fragmentedControl(.ping))
        let long = Frame(.pong, Array(repeating: 0, count: 126))
        #expect(assembler.append(long).fault == .controlTooLong(.pong, byteCount: 126))
    }

    @Test mutating func `a message above the limit is handed out cut, with its true length`() {
        _ = assembler.append(Frame(.text, Array(repeating: 1, count: 60), isFinal: false))
        let step = assembler.append(Frame(.continuation, Array(repeating: 2, count: 60)))
        #expect(step.message?.payload.count == 100)
        #expect(step.message?.byteCount == 120)
        #expect(step.message?.isIncomplete == true)
        #expect(step.fault == .messageTooLarge(byteCount: 120))
    }

    @Test mutating func `nothing is put behind a fragment that was not captured whole`() {
        _ = assembler.append(Frame(isFinal: false, opcode: .text, byteCount: 9, payload: [1], isCut: true))
        let step = assembler.append(Frame(.continuation, [2]))
        #expect(step.message == .init(opcode: .text, payload: [1], byteCount: 10, frameCount: 2, isIncomplete: true))
    }

    @Test mutating func `a frame without payload is a message without content`() {
        let step = assembler.append(Frame(opcode: .text, byteCount: 9, payload: nil))
        #expect(step.message == .init(opcode: .text, payload: [], byteCount: 9, isIncomplete: true))
    }

    @Test func `messages survive fragmentation, and random frames never trap`() {
        expectProperty { random in
            let payload = random.bytes(Int.random(in: 0...90, using: &random))
            var assembler = MessageAssembler(sizeLimit: 100)
            for _ in 0..<5 { _ = assembler.append(.random(&random)) }
            let frames = Frame(.text, payload).fragmented(into: 5, &random)
            let messages = frames.compactMap { assembler.append($0).message }
            try #require(messages.map(\.payload) == [payload])
        }
    }
}

extension Frame {
    /// The same message in up to `count` frames, cut anywhere.
    func fragmented(into count: Int, _ random: inout SeededGenerator) -> [Frame] {
        let pieces = random.cut(payload ?? [], into: count)
        return pieces.enumerated().map { index, piece in
            Frame(index == 0 ? opcode : .continuation, Array(piece), isFinal: index == pieces.count - 1)
        }
    }
}
