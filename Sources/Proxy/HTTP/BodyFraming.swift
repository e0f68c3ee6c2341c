import NIOCore

/// How the end of a body is known.
enum BodyLength: Hashable, Sendable {
    case none
    case byteCount(Int64)
    case chunked
    case untilClose
}

/// What the headers say of a body's length.
enum StatedLength: Hashable, Sendable {
    case unstated
    case byteCount(Int64)
    case chunked
    /// A `Transfer-Encoding` that does not end in `chunked`.
    case unknownCoding
}

extension [HTTPField] {
    /// Refuses a message that states its length twice, differently: two readers in a row could cut it at two places.
    func statedLength() throws(HeadError) -> StatedLength {
        let lengths = Set(tokens(of: "content-length"))
        let codings = tokens(of: "transfer-encoding")
        if let coding = codings.last {
            guard lengths.isEmpty else { throw .malformed("both Content-Length and Transfer-Encoding are given") }
            return coding == "chunked" ? .chunked : .unknownCoding
        }
        guard let length = lengths.first else { return .unstated }
        guard lengths.count == 1, length.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let count = Int64(length)
        else {
            throw .malformed("the Content-Length is no number")
        }
        return .byteCount(count)
    }
}

/// Finds the end of a body in a byte stream without changing or keeping a byte: chunk sizes, extensions and trailers
/// go on as they came.
struct BodyFraming {
    private var state: State
    /// Bytes of content so far, without the framing of chunks.
    private(set) var contentByteCount: Int64 = 0
    /// The first `excerptLimit` bytes of content.
    private(set) var excerpt: [UInt8] = []
    private let excerptLimit: Int
    /// Bytes since the last content: a size line with its extensions, or everything behind the last chunk.
    private var lineByteCount = 0
    private let lineLimit: Int

    private enum State: Hashable {
        /// Content of a body of known length.
        case content(remaining: Int64)
        case untilClose
        /// In the line of a chunk's size. `hasDigits` until something else than a hex digit came.
        case chunkSize(UInt64, isInExtension: Bool, digitCount: Int)
        case chunkContent(remaining: UInt64)
        /// Behind a chunk's content: its line end is due.
        case chunkEnd
        /// Behind the last chunk: lines until an empty one.
        case trailer(lineByteCount: Int)
        case complete
    }

    init(_ length: BodyLength, excerptLimit: Int = 0, lineLimit: Int = 64 << 10) {
        self.excerptLimit = excerptLimit
        self.lineLimit = lineLimit
        state =
            switch length {
            case .none, .byteCount(0): .complete
            case .byteCount(let count): .content(remaining: count)
            case .chunked: .chunkSize(0, isInExtension: false, digitCount: 0)
            case .untilClose: .untilClose
            }
    }

    var isComplete: Bool { state == .complete }

    /// Whether the sender may end the connection here without cutting the body.
    var mayEnd: Bool { state == .complete || state == .untilClose }

    /// Takes the bytes that belong to this body off the front of `buffer`; nil when there are none.
    mutating func take(_ buffer: inout ByteBuffer) throws(HeadError) -> ByteBuffer? {
        var rest = buffer
        while rest.readableBytes > 0, state != .complete { try advance(&rest) }
        return buffer.readSlice(length: rest.readerIndex - buffer.readerIndex).flatMap {
            $0.readableBytes > 0 ? $0 : nil
        }
    }

    private mutating func advance(_ rest: inout ByteBuffer) throws(HeadError) {
        switch state {
        case .content(let remaining):
            let left = remaining - Int64(skip(UInt64(remaining), in: &rest))
            state = left == 0 ? .complete : .content(remaining: left)
        case .untilClose:
            skip(.max, in: &rest)
        case .chunkContent(let remaining):
            let left = remaining - skip(remaining, in: &rest)
            lineByteCount = 0
            state = left == 0 ? .chunkEnd : .chunkContent(remaining: left)
        case .chunkSize, .chunkEnd, .trailer:
            guard let byte: UInt8 = rest.readInteger() else { return }
            lineByteCount += 1
            guard lineByteCount <= lineLimit else { throw .trailersTooLarge(limit: lineLimit) }
            state = try next(after: byte)
        case .complete:
            break
        }
    }

    /// Moves past up to `limit` bytes of content.
    @discardableResult
    private mutating func skip(_ limit: UInt64, in rest: inout ByteBuffer) -> UInt64 {
        let count = min(limit, UInt64(rest.readableBytes))
        let excerptCount = min(Int(count), excerptLimit - excerpt.count)
        if excerptCount > 0 { excerpt += rest.getBytes(at: rest.readerIndex, length: excerptCount) ?? [] }
        rest.moveReaderIndex(forwardBy: Int(count))
        contentByteCount += Int64(count)
        return count
    }

    private func next(after byte: UInt8) throws(HeadError) -> State {
        switch (state, byte) {
        case (.chunkSize(let size, _, let digits), UInt8(ascii: "\n")) where digits > 0:
            return size == 0 ? .trailer(lineByteCount: 0) : .chunkContent(remaining: size)
        case (.chunkSize(let size, false, let digits), _):
            if let digit = byte.hexDigitValue {
                guard size >> 56 == 0 else { throw .malformed("a chunk size is out of range") }
                return .chunkSize(size << 4 | UInt64(digit), isInExtension: false, digitCount: digits + 1)
            }
            guard digits > 0, [0x0D, 0x20, 0x09, UInt8(ascii: ";")].contains(byte) else {
                throw .malformed("a chunk does not begin with its size")
            }
            return .chunkSize(size, isInExtension: true, digitCount: digits)
        case (.chunkSize, _):
            return state
        case (.chunkEnd, UInt8(ascii: "\n")):
            return .chunkSize(0, isInExtension: false, digitCount: 0)
        case (.chunkEnd, UInt8(ascii: "\r")):
            return state
        case (.trailer(let count), UInt8(ascii: "\n")):
            return count == 0 ? .complete : .trailer(lineByteCount: 0)
        case (.trailer, UInt8(ascii: "\r")):
            return state
        case (.trailer(let count), _):
            return .trailer(lineByteCount: count + 1)
        default:
            throw .malformed("a chunk is longer than its size")
        }
    }
}

extension UInt8 {
    fileprivate var hexDigitValue: UInt8? {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
