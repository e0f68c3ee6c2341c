/// 16-bit samples in fewer bytes, exactly: each is foretold from those before it, and what it differs by is written in as many
/// bits as that takes. The predictors are those of Shorten (Robinson, 1994), the codes those of Rice (1979).
///
/// ```
/// byte 0     which predictor: 0 (none) to 3
/// then bits, the highest first, for each 32 samples, of the last ones as many as there are:
///            five bits of k
///            for each difference, the sign in its lowest bit: as many zeros as it has times 2^k, a one, k bits of the rest
///            nothing where k is 31: they differ by nothing
/// last byte  where the bytes are of an odd number: the last one
/// ```
///
/// Voice takes half of its bytes, silence nearly none; noise is not worth it.
enum SoundCode {
    static let blockLength = 32
    /// The k of a block without differences.
    static let nothing = 31
    /// Zeros of one difference at most: k is chosen so that a code has 52 bits at most.
    static let zeroLimit = 32
    /// Sound that is not longer; what else a message may hold is no sound.
    static let byteLimit = 1 << 24
    /// Bytes that are written behind the last one.
    static let slack = 8

    /// What each sample is foretold as: so many times the one before it, the one before that, and the third.
    static let predictors: [(Int32, Int32, Int32)] = [(0, 0, 0), (1, 0, 0), (2, -1, 0), (3, -3, 1)]

    /// How many bytes `count` samples may come to that take `bits` bits at least: what claims to be more is no code of ours.
    static func mayHold(byteCount: Int, in codedCount: Int) -> Bool {
        byteCount <= byteLimit && byteCount / 2 / blockLength * 5 <= codedCount * 8
    }
}
