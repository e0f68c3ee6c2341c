import CZlib

/// `Content-Encoding: gzip` of what livetop sends.
enum Gzip {
    /// Nil where there is no memory for it: the body goes as it is.
    static func packed(_ bytes: [UInt8]) -> [UInt8]? {
        let room = livetop_gzip_bound(bytes.count)
        let packed = [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
            count = bytes.withUnsafeBufferPointer { livetop_gzip($0.baseAddress, $0.count, buffer.baseAddress, room) }
        }
        return packed.isEmpty ? nil : packed
    }
}
