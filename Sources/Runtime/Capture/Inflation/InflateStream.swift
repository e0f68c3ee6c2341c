import CZlib

/// Raw deflate that comes in pieces (RFC 1951), read by zlib.
final class InflateStream {
    /// zlib keeps the address: it may not move.
    private let state: UnsafeMutablePointer<z_stream>

    /// How a piece went.
    enum Outcome: Equatable {
        case done
        /// There is more than was asked for.
        case full
        /// The bytes are no deflate.
        case broken
    }

    /// Nil where there is no memory.
    init?() {
        state = .allocate(capacity: 1)
        state.initialize(to: z_stream())
        guard livetop_inflate_begin(state) == Z_OK else {
            state.deallocate()
            return nil
        }
    }

    deinit {
        inflateEnd(state)
        state.deallocate()
    }

    /// Forgets what came before, window and all.
    func reset() { _ = inflateReset(state) }

    /// Appends to `output` what `bytes` stand for, until it holds `limit` bytes.
    func read(_ bytes: [UInt8], into output: inout [UInt8], limit: Int) -> Outcome {
        guard let count = UInt32(exactly: bytes.count) else { return .full }
        return bytes.withUnsafeBufferPointer { input in
            state.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
            state.pointee.avail_in = count
            defer { state.pointee.next_in = nil }
            while true {
                let before = state.pointee.avail_in
                let piece = nextPiece()
                output += piece.bytes
                guard output.count <= limit else { return .full }
                switch piece.result {
                case Z_OK, Z_BUF_ERROR:
                    if state.pointee.avail_in == 0, piece.bytes.count < Self.pieceSize { return .done }
                    if piece.bytes.isEmpty, state.pointee.avail_in == before { return .broken }
                case Z_STREAM_END:
                    // A last block may stand in a message (RFC 7692 §7.2.3.4); the window outlives it.
                    guard inflateResetKeep(state) == Z_OK else { return .broken }
                    if state.pointee.avail_in == 0 { return .done }
                default: return .broken
                }
            }
        }
    }

    private static let pieceSize = 16_384

    private func nextPiece() -> (bytes: [UInt8], result: Int32) {
        var result = Z_OK
        let bytes = [UInt8](unsafeUninitializedCapacity: Self.pieceSize) { room, count in
            state.pointee.next_out = room.baseAddress
            state.pointee.avail_out = UInt32(Self.pieceSize)
            result = inflate(state, Z_SYNC_FLUSH)
            count = Self.pieceSize - Int(state.pointee.avail_out)
            state.pointee.next_out = nil
        }
        return (bytes, result)
    }
}
