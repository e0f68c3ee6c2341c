/// What only conversations about music hold (`BidiGenerateMusic`). They share `setup`, `setupComplete` and the
/// envelopes `clientContent` and `serverContent` with all others.

/// One of `clientContent.weightedPrompts[]`: what the music is to be like, and how much of it.
public struct WeightedPrompt: Hashable, Sendable {
    public var text: String
    /// Relative to the other prompts; nil when absent.
    public var weight: Double?

    public init(text: String, weight: Double? = nil) {
        self.text = text
        self.weight = weight
    }
}

/// `musicGenerationConfig`: nil is left to the service.
public struct MusicGenerationConfig: Hashable, Sendable {
    public var temperature: Double?
    public var topK: Int64?
    public var seed: Int64?
    /// How closely the music follows the prompts, 0 to 6.
    public var guidance: Double?
    /// Beats per minute, 60 to 200.
    public var bpm: Int64?
    /// 0 to 1.
    public var density: Double?
    /// 0 to 1.
    public var brightness: Double?
    /// As on the wire, such as `C_MAJOR_A_MINOR`.
    public var scale: String?
    public var muteBass: Bool?
    public var muteDrums: Bool?
    public var onlyBassAndDrums: Bool?
    /// `QUALITY`, `DIVERSITY` or `VOCALIZATION`.
    public var mode: String?

    public init() {}
}

/// One of `serverContent.audioChunks[]`: music, made faster than it sounds.
public struct MusicChunk: Hashable, Sendable {
    public var audio: Blob
    /// The prompts that it was made of, where `sourceMetadata` says so.
    public var prompts: [WeightedPrompt] = []
    public var config: MusicGenerationConfig?

    public init(audio: Blob) { self.audio = audio }
}

/// `filteredPrompt`: the service left a prompt out.
public struct FilteredPrompt: Hashable, Sendable {
    public var text: String?
    public var reason: String?

    public init(text: String? = nil, reason: String? = nil) {
        self.text = text
        self.reason = reason
    }
}

extension WeightedPrompt {
    init(_ node: JSONNode, _ reader: inout MessageReader) {
        self.init(text: "")
        for (key, value) in node.fields {
            switch key {
            case "text": text = value.string ?? ""
            case "weight": weight = value.double
            default: reader.unknown("clientContent.weightedPrompts", key)
            }
        }
    }
}

extension MusicGenerationConfig {
    init(_ node: JSONNode, _ reader: inout MessageReader) {
        for (key, value) in node.fields {
            switch key {
            case "temperature": temperature = value.double
            case "topK": topK = value.int64
            case "seed": seed = value.int64
            case "guidance": guidance = value.double
            case "bpm": bpm = value.int64
            case "density": density = value.double
            case "brightness": brightness = value.double
            case "scale": scale = reader.checked(value.string, in: Self.scales, "musicGenerationConfig.scale")
            case "muteBass": muteBass = value.bool
            case "muteDrums": muteDrums = value.bool
            case "onlyBassAndDrums": onlyBassAndDrums = value.bool
            case "musicGenerationMode":
                mode = reader.checked(value.string, in: Self.modes, "musicGenerationConfig.musicGenerationMode")
            default: reader.unknown("musicGenerationConfig", key)
            }
        }
    }

    private static let modes: Set = ["MUSIC_GENERATION_MODE_UNSPECIFIED", "QUALITY", "DIVERSITY", "VOCALIZATION"]

    private static let scales: Set = [
        "SCALE_UNSPECIFIED", "C_MAJOR_A_MINOR", "D_FLAT_MAJOR_B_FLAT_MINOR", "D_MAJOR_B_MINOR",
        "E_FLAT_MAJOR_C_MINOR", "E_MAJOR_D_FLAT_MINOR", "F_MAJOR_D_MINOR", "G_FLAT_MAJOR_E_FLAT_MINOR",
        "G_MAJOR_E_MINOR", "A_FLAT_MAJOR_F_MINOR", "A_MAJOR_G_FLAT_MINOR", "B_FLAT_MAJOR_G_MINOR",
        "B_MAJOR_A_FLAT_MINOR",
    ]
}

/// `playbackControl`: starts and stops the music.
enum PlaybackControl {
    static let names: Set = ["PLAYBACK_CONTROL_UNSPECIFIED", "PLAY", "PAUSE", "STOP", "RESET_CONTEXT"]
}

extension MusicChunk {
    init(_ node: JSONNode, _ reader: inout MessageReader) {
        self.init(audio: Blob(mimeType: nil, base64: []))
        for (key, value) in node.fields {
            switch key {
            case "data": audio.base64 = value.stringBytes ?? []
            case "mimeType": audio.mimeType = value.string
            case "sourceMetadata": readSource(value, &reader)
            default: reader.unknown("serverContent.audioChunks", key)
            }
        }
    }

    private mutating func readSource(_ node: JSONNode, _ reader: inout MessageReader) {
        for (key, value) in node.fields {
            switch key {
            case "clientContent": prompts = ClientContent(value, &reader).weightedPrompts
            case "musicGenerationConfig": config = MusicGenerationConfig(value, &reader)
            default: reader.unknown("serverContent.audioChunks.sourceMetadata", key)
            }
        }
    }
}

extension FilteredPrompt {
    init(_ node: JSONNode, _ reader: inout MessageReader) {
        self.init()
        for (key, value) in node.fields {
            switch key {
            case "text": text = value.string
            case "filteredReason": reason = value.string
            default: reader.unknown("filteredPrompt", key)
            }
        }
    }
}
