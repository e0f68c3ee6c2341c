import Exports
import Testing

/// What a file is, by its first bytes, and what is said of one that cannot be imported.
@Suite struct FileKindTests {
    @Test(arguments: [
        (#"{"schema": "livetop.frame/1","session":"x"}"#, FileKind.ownLines),
        (#"{"session":"x","schema":"livetop.event/1"}"#, .ownLines),
        ("{\n \"log\" : {\n\"entries\":[", .foreign(.archive)), (#"{"log":{"creator":{}}}"#, .foreign(.archive)),
        ("{\"t\":1,\"dir\":\"up\",\"json\":{}}\n{", .foreign(.lines)), (#"{"setup":{"a":["#, .foreign(.lines)),
        ("  [{", .foreign(.array)), (#"{"messages": [{"#, .foreign(.wrapped("messages"))),
        ("{\n  \"t\": 1,\n  \"json\": {}\n}\n", .foreign(.values)), ("SQLite format 3\0", .bundle),
    ])
    func `the kind is told by the first bytes`(text: String, kind: FileKind) throws {
        #expect(try FileKind(head: Array(text.utf8), path: "F") == kind)
    }

    @Test(arguments: [
        ("4821:9:websocket;", "mitmdump -nr F --set hardump="), ("interactions:\n- request:\n", "json"),
        ("\u{1F}\u{8B}", "livetop import -"), ("<!DOCTYPE html>", "docs/exports.md"), ("Dear diary", "docs/exports.md"),
        ("PK\u{3}\u{4}", "unpack"),
    ])
    func `a refusal says what would help`(text: String, help: String) {
        let bytes = text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
        let error = #expect(throws: ImportError.self) { try FileKind(head: bytes, path: "F") }
        #expect(error?.remedy?.contains(help) == true, "\(String(describing: error))")
    }

    @Test func `a byte order mark is taken off, and UTF-16 becomes UTF-8`() {
        let text = "{\"a\":\"Grüße 🎙\"}"
        let units = Array(text.utf16)
        let little: [UInt8] = [0xFF, 0xFE] + units.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
        let big: [UInt8] = [0xFE, 0xFF] + units.flatMap { [UInt8($0 >> 8), UInt8(truncatingIfNeeded: $0)] }
        for bytes in [little, big, [0xEF, 0xBB, 0xBF] + Array(text.utf8), Array(text.utf8)] {
            for size in 1...5 {
                var encoding = TextEncoding()
                var result: [UInt8] = []
                for start in stride(from: 0, to: bytes.count, by: size) {
                    result += encoding.take(Array(bytes[start..<min(start + size, bytes.count)]))
                }
                #expect(String(decoding: result + encoding.finish(), as: UTF8.self) == text)
            }
        }
    }

    @Test func `what never ends is refused before it is kept`() throws {
        let part = [UInt8](repeating: UInt8(ascii: "a"), count: 1 << 20)
        for (shape, begin) in [(ForeignShape.lines, "{"), (.archive, #"{"log":{"entries":[{"x":""#), (.array, "[\"")] {
            var reader = ForeignReader(shape, ForeignSettings(writtenAt: Foreign.writtenAt))
            #expect(throws: ImportError.self) {
                try reader.learn(Array(begin.utf8))
                for _ in 0..<128 { try reader.learn(part) }
            }
        }
        var deep = ForeignReader(.archive, ForeignSettings(writtenAt: Foreign.writtenAt))
        #expect(throws: ImportError.self) { try deep.learn([UInt8](repeating: UInt8(ascii: "{"), count: 1_000)) }
    }
}
