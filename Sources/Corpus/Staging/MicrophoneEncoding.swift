import Simulator

/// What a client makes of its microphone's samples before it sends them.
public struct MicrophoneEncoding: Sendable {
    public var mimeType: String
    /// Bytes for one second of real time.
    public var bytesPerSecond: Int
    /// Messages are multiples of this many bytes.
    public var alignment: Int
    /// From 16 kHz samples.
    public var encode: @Sendable ([Int16]) -> [UInt8]

    public init(
        mimeType: String = "audio/pcm;rate=16000", bytesPerSecond: Int = 32_000, alignment: Int = 2,
        encode: @escaping @Sendable ([Int16]) -> [UInt8] = MicrophoneEncoding.littleEndian
    ) {
        self.mimeType = mimeType
        self.bytesPerSecond = bytesPerSecond
        self.alignment = alignment
        self.encode = encode
    }

    public static let littleEndian: @Sendable ([Int16]) -> [UInt8] = { Voice.bytes($0) }

    /// What Live takes.
    public static let usual = MicrophoneEncoding()
}
