import NIOCore
import TestSupport
import Testing

@testable import Proxy

/// Heads and bodies without a socket.
@Suite struct HTTPParsingTests {
    @Test func `a head is found however it is cut, and what follows is left alone`() {
        let text = "\r\nPOST /a?b=c HTTP/1.1\r\nHost: x\r\nX-Empty:\r\nX-Blank: \t a b \t\r\n\r\nrest"
        expectProperty(runs: 100) { random in
            var reader = HeadReader(limit: 1000)
            var buffer = ByteBuffer()
            var lines: [[UInt8]]?
            for piece in random.cut(Array(text.utf8), into: Int.random(in: 1...text.utf8.count, using: &random)) {
                buffer.writeBytes(piece)
                if lines == nil { lines = try reader.next(from: &buffer) }
            }
            let head = try RequestHead(lines: try #require(lines))
            try #require(head.method == "POST" && head.target == "/a?b=c" && head.minorVersion == 1)
            try #require(head.fields.map(\.name) == ["Host", "X-Empty", "X-Blank"])
            try #require(head.fields.map(\.value) == ["x", "", "a b"])
            try #require(buffer == ByteBuffer(string: "rest"))
        }
    }

    @Test func `header lines go out as they came`() throws {
        var buffer = ByteBuffer(
            bytes: Array("GET / HTTP/1.1\r\nhOsT:x\r\nOdd:  ".utf8) + [0xE4, 0xFF, 0x0D, 0x0A, 0x0D, 0x0A])
        let original = buffer
        var reader = HeadReader(limit: 1000)
        let head = try RequestHead(lines: try #require(try reader.next(from: &buffer)))
        #expect(head.serialized() == original)
    }

    @Test(arguments: [100, 1000])
    func `a head beyond the limit is refused, complete or not`(length: Int) {
        for end in ["", "\r\n\r\n"] {
            var reader = HeadReader(limit: 90)
            var buffer = ByteBuffer(string: "GET /\(String(repeating: "a", count: length)) HTTP/1.1\(end)")
            #expect(throws: HeadError.tooLarge(limit: 90)) { try reader.next(from: &buffer) }
        }
    }

    @Test func `a chunked body ends at its last byte, however it is cut`() {
        let body = "4;ext=\"1\"\r\nWiki\r\nA\r\n0123456789\r\n0\r\nTrailer: x\r\n\r\n"
        expectProperty(runs: 100) { random in
            var framing = BodyFraming(.chunked, excerptLimit: 6)
            var buffer = ByteBuffer()
            var taken: [UInt8] = []
            for piece in random.cut(Array("\(body)GET".utf8), into: 20) {
                buffer.writeBytes(piece)
                if let bytes = try framing.take(&buffer) { taken += Array(bytes.readableBytesView) }
            }
            try #require(taken == Array(body.utf8))
            try #require(framing.isComplete && framing.contentByteCount == 14)
            try #require(framing.excerpt == Array("Wiki01".utf8))
            try #require(buffer == ByteBuffer(string: "GET"))
        }
    }

    @Test(arguments: ["\r\n", "x\r\n", "4\r\nabcdef", "ffffffffffffffff\r\n", ";\r\n"])
    func `a chunk that makes no sense is refused`(body: String) {
        var framing = BodyFraming(.chunked)
        var buffer = ByteBuffer(string: body)
        #expect(throws: HeadError.self) { while try framing.take(&buffer) != nil {} }
    }

    @Test func `no bytes trap the parsers`() {
        expectProperty(runs: 2000) { random in
            var bytes = random.bytes(Int.random(in: 0...200, using: &random))
            if random.isOne(in: 2) { bytes = Array("GET / HTTP/1.1\r\nA: b\r\n".utf8) + bytes + Array("\r\n\r\n".utf8) }
            var buffer = ByteBuffer(bytes: bytes)
            var reader = HeadReader(limit: 150)
            if let lines = try? reader.next(from: &buffer) {
                _ = try? RequestHead(lines: lines).bodyLength()
                _ = try? ResponseHead(lines: lines).bodyLength(answering: "GET")
            }
            var framing = BodyFraming([.chunked, .untilClose, .byteCount(50)].randomElement(using: &random) ?? .none)
            while let taken = try? framing.take(&buffer), taken.readableBytes > 0 {}
        }
    }

    @Test(arguments: [
        (200, "GET", "Content-Length: 5", BodyLength.byteCount(5)), (200, "HEAD", "Content-Length: 5", .none),
        (204, "GET", "Content-Length: 5", .none), (304, "GET", "Content-Length: 5", .none),
        (200, "GET", "A: b", .untilClose),
        (200, "GET", "Transfer-Encoding: gzip, chunked", .chunked),
        (200, "GET", "Transfer-Encoding: gzip", .untilClose),
    ])
    func `the length of a response follows RFC 9112`(
        status: Int, method: String, field: String, length: BodyLength
    ) throws {
        let head = try ResponseHead(lines: [Array("HTTP/1.1 \(status) x".utf8), Array(field.utf8)])
        #expect(try head.bodyLength(answering: method) == length)
    }
}
