public import LiveProtocol

/// What a file or codec begins with, found where raw samples should be (`docs/metrics.md#layout`).
public enum AudioContainer: String, CaseIterable, Codable, Hashable, Sendable {
    case wav, ogg, webm, flac, mp3, mp4, caf, aiff
    /// Base64 of base64, or of a `data:` URL.
    case base64
}

/// Looks at the beginning of every audio message.
public struct ContainerSniff: Codable, Hashable, Sendable {
    /// The first that was found, where and how often.
    public private(set) var container: AudioContainer?
    public private(set) var firstAt: Timestamp?
    /// Messages that began with it. One WAV header at the start is a click; one in each message is a file each time.
    public private(set) var count: Int64 = 0
    /// Messages in a row that began as MP3 frames or base64 text do: by chance samples may, once.
    private var run = 0
    private var candidate: AudioContainer?

    package init() {}

    /// - Parameter base64: the audio of a message, as it came.
    package mutating func look(_ base64: ArraySlice<UInt8>, at instant: Timestamp) {
        guard let (found, isCertain) = Self.container(Self.head(base64)),
            found != .base64 || isCertain || Self.isText(base64)
        else {
            (run, candidate) = (0, nil)
            return
        }
        run = found == candidate ? run + 1 : 1
        candidate = found
        guard isCertain || run >= 3 else { return }
        if container == nil { (container, firstAt) = (found, instant) }
        if container == found { count += 1 }
    }

    /// The first twelve bytes.
    private static func head(_ text: ArraySlice<UInt8>) -> [UInt8] {
        Base64.decode(text.prefix(16)) ?? []
    }

    private static func container(_ head: [UInt8]) -> (AudioContainer, isCertain: Bool)? {
        guard head.count == 12 else { return nil }
        for (magic, container) in magics where head.starts(with: magic) { return (container, true) }
        if head[4..<8].elementsEqual("ftyp".utf8) { return (.mp4, true) }
        // MPEG audio: eleven bits of synchronisation, then a layer and a bit rate that exist.
        if head[0] == 0xFF, head[1] & 0xE0 == 0xE0, head[1] & 0x06 != 0, head[2] & 0xF0 != 0xF0, head[1] != 0xFF {
            return (.mp3, false)
        }
        return head.allSatisfy(isBase64) ? (.base64, false) : nil
    }

    /// Base64 has capitals, small letters and digits in any 48 of its characters; smooth 8-bit sound has not.
    private static func isText(_ text: ArraySlice<UInt8>) -> Bool {
        guard let head = Base64.decode(text.prefix(64)), head.count == 48, head.allSatisfy(isBase64) else {
            return false
        }
        return head.contains { $0 >= UInt8(ascii: "a") } && head.contains { $0 < UInt8(ascii: "A") }
            && head.contains { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }
    }

    private static func isBase64(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "="):
            true
        default: false
        }
    }

    private static let magics: [([UInt8], AudioContainer)] = [
        (Array("RIFF".utf8), .wav), (Array("OggS".utf8), .ogg), ([0x1A, 0x45, 0xDF, 0xA3], .webm),
        (Array("fLaC".utf8), .flac), (Array("ID3".utf8), .mp3), (Array("caff".utf8), .caf),
        (Array("FORM".utf8), .aiff), (Array("data:".utf8), .base64),
    ]
}
