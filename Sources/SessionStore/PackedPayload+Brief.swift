internal import Foundation

extension PackedPayload {
    /// The payload with a few digits in the place of media that `MediaStripper` empties, which are not spelled out for
    /// somebody who empties them anyway; nil where what was packed is no such thing.
    ///
    /// Whether a string is media does not depend on how many of its digits there are, if only there are enough.
    static func brief(_ bytes: some ContiguousBytes, _ codec: Codec) -> [UInt8]? {
        guard codec != .plain else { return nil }
        return bytes.withUnsafeBytes { bytes in
            guard let packed = Packed(bytes, codec) else { return nil }
            var brief: [UInt8] = []
            brief.reserveCapacity(packed.head.count + digitMinimum + packed.tail.count)
            brief += packed.head
            brief += repeatElement(UInt8(ascii: "A"), count: digitMinimum)
            brief += packed.tail
            return MediaStripper.empties(packed.head.count, of: brief) ? brief : nil
        }
    }
}
