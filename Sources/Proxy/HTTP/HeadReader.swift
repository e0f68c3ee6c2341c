import NIOCore

/// Why a head cannot be read.
enum HeadError: Error, Hashable, Sendable, CustomStringConvertible {
    case tooLarge(limit: Int)
    /// The lines of a chunked body: those with sizes, or those behind the last chunk.
    case trailersTooLarge(limit: Int)
    case malformed(String)

    var description: String {
        switch self {
        case .tooLarge(let limit): "its head is larger than \(limit / 1024) kB"
        case .trailersTooLarge(let limit): "the lines of its chunks are longer than \(limit / 1024) kB"
        case .malformed(let why): why
        }
    }
}

/// Cuts heads (a start line, header lines, an empty line) out of a byte stream, within a limit.
///
/// A single LF ends a line as well as CR LF does (RFC 9112 §2.2). Bytes that cannot begin an HTTP message are refused
/// at once, so that a client that speaks something else is not left waiting.
struct HeadReader {
    let limit: Int
    /// How much of the buffer is known to hold no end of head.
    private var scannedByteCount = 0

    init(limit: Int) {
        self.limit = limit
    }

    /// Takes the next head off `buffer`: its lines without their ends. Nil when it is not complete yet.
    mutating func next(from buffer: inout ByteBuffer) throws(HeadError) -> [[UInt8]]? {
        skipEmptyLines(&buffer)
        let bytes = buffer.readableBytesView
        guard let first = bytes.first else { return nil }
        guard first.isTokenCharacter else { throw .malformed("the first byte is 0x\(String(first, radix: 16))") }
        guard let end = endOfHead(in: bytes.dropFirst(max(0, scannedByteCount - 3))) else {
            guard bytes.count <= limit else { throw .tooLarge(limit: limit) }
            if let odd = bytes.dropFirst(scannedByteCount).first(where: { $0 == 0 }) {
                throw .malformed("a byte 0x0\(odd) in the head")
            }
            scannedByteCount = bytes.count
            return nil
        }
        let head = bytes[bytes.startIndex..<end]
        guard head.count <= limit else { throw .tooLarge(limit: limit) }
        let lines = head.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { line in
            Array(line.last == UInt8(ascii: "\r") ? line.dropLast() : line)
        }
        buffer.moveReaderIndex(forwardBy: head.count)
        scannedByteCount = 0
        return Array(lines.prefix { !$0.isEmpty })
    }

    /// The position behind the empty line.
    private func endOfHead(in bytes: ByteBufferView) -> Int? {
        var lineIsEmpty = false
        for index in bytes.indices {
            switch bytes[index] {
            case UInt8(ascii: "\n"):
                if lineIsEmpty { return index + 1 }
                lineIsEmpty = true
            case UInt8(ascii: "\r"):
                break
            default:
                lineIsEmpty = false
            }
        }
        return nil
    }

    /// Some clients send an empty line behind a body (RFC 9112 §2.2).
    private mutating func skipEmptyLines(_ buffer: inout ByteBuffer) {
        while let byte: UInt8 = buffer.getInteger(at: buffer.readerIndex), byte == 0x0D || byte == 0x0A {
            buffer.moveReaderIndex(forwardBy: 1)
            scannedByteCount = 0
        }
    }
}
