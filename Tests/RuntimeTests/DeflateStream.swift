import CZlib

/// zlib on the sending side, as a peer of permessage-deflate uses it.
final class DeflateStream {
    private let state = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)

    /// - Parameter windowBits: 9 to 15.
    init(level: Int32 = 6, windowBits: Int32 = 15, strategy: Int32 = Z_DEFAULT_STRATEGY) {
        state.initialize(to: z_stream())
        precondition(livetop_deflate_begin(state, level, windowBits, strategy) == Z_OK)
    }

    deinit {
        deflateEnd(state)
        state.deallocate()
    }

    /// Forgets what came before.
    func reset() { deflateReset(state) }

    /// Refers to `bytes` as if they had been written.
    func look(backInto bytes: [UInt8]) { deflateSetDictionary(state, bytes, UInt32(bytes.count)) }

    /// A message's bytes on the wire: without the four bytes at the end (RFC 7692 §7.2.1).
    func message(_ bytes: [UInt8]) -> [UInt8] {
        let packed = write(bytes, Z_SYNC_FLUSH)
        return packed.suffix(4) == [0, 0, 0xFF, 0xFF] ? Array(packed.dropLast(4)) : packed + [0]
    }

    /// Ends the stream with a last block.
    func lastBlock(_ bytes: [UInt8]) -> [UInt8] { write(bytes, Z_FINISH) }

    private func write(_ bytes: [UInt8], _ flush: Int32) -> [UInt8] {
        var packed: [UInt8] = []
        var bytes = bytes
        bytes.withUnsafeMutableBufferPointer { input in
            state.pointee.next_in = input.baseAddress
            state.pointee.avail_in = UInt32(input.count)
            repeat {
                packed += [UInt8](unsafeUninitializedCapacity: 4096) { room, count in
                    state.pointee.next_out = room.baseAddress
                    state.pointee.avail_out = 4096
                    _ = deflate(state, flush)
                    count = 4096 - Int(state.pointee.avail_out)
                }
            } while state.pointee.avail_out == 0
        }
        return packed
    }
}
