import LiveProtocol
import TerminalUI
import Testing

@Suite struct PasteReaderTests {
    private static let begin = "\u{1B}[200~"
    private static let end = "\u{1B}[201~"

    /// Everything that comes out, with adjoining keys put together.
    private func read(_ text: String, _ reader: inout PasteReader) -> [PasteReader.Output] {
        var outputs: [PasteReader.Output] = []
        for scalar in text.unicodeScalars {
            guard let output = reader.take(scalar) else { continue }
            if case .typed(let more) = output, case .typed(let before)? = outputs.last {
                outputs[outputs.count - 1] = .typed(before + more)
            } else {
                outputs.append(output)
            }
        }
        return outputs
    }

    @Test func `text between the marks is pasted, the rest is typed`() {
        var reader = PasteReader()
        let outputs = read("a\(Self.begin)me\nnotes\rQ\u{1B}[A\(Self.end)b", &reader)
        #expect(outputs == [.typed(["a"]), .pasted("me\nnotes\rQ\u{1B}[A"), .typed(["b"])])
        #expect(reader.patience == nil)
    }

    @Test func `an Escape that begins no mark is a key`() {
        var reader = PasteReader()
        #expect(read("\u{1B}", &reader) == [])
        #expect(reader.patience == .milliseconds(50))
        #expect(reader.expire() == .typed(["\u{1B}"]))
        #expect(read("\u{1B}x", &reader) == [.typed(["\u{1B}", "x"])])
        #expect(
            read("\u{1B}\u{1B}\(Self.begin.dropFirst())y\(Self.end)", &reader) == [.typed(["\u{1B}"]), .pasted("y")])
    }

    @Test func `a paste whose end never comes is ended, and an end alone is nothing`() {
        var reader = PasteReader()
        #expect(read("\(Self.begin)Quit\u{1B}[20", &reader) == [])
        #expect(reader.isPasting)
        #expect(reader.expire() == .pasted("Quit\u{1B}[20"))
        #expect(!reader.isPasting)
        #expect(reader.takeMark(isBegin: false) == nil)
    }

    @Test func `a paste in a paste ends with the first end`() {
        var reader = PasteReader()
        #expect(read("\(Self.begin)a\(Self.begin)b\(Self.end)", &reader) == [.pasted("a\(Self.begin)b")])
    }

    @Test func `a huge paste is cut and consumed`() {
        var reader = PasteReader()
        let outputs = read(Self.begin + String(repeating: "q", count: 3 * PasteReader.limit) + Self.end, &reader)
        #expect(outputs == [.pasted(String(repeating: "q", count: PasteReader.limit))])
    }

    @Test func `the marks may be recognised by the terminal library`() {
        var reader = PasteReader()
        #expect(reader.takeMark(isBegin: true) == nil)
        #expect(read("Q", &reader) == [])
        #expect(reader.takeMark(isBegin: false) == .pasted("Q"))
    }
}
