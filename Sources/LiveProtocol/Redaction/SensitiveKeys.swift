/// What the place of a JSON value says about it.
enum ValuePlace: UInt8, Sendable {
    /// Nothing in particular: scanned for the shapes of credentials.
    case plain
    /// Every scalar in it is replaced.
    case secret
    /// A resumption handle: replaced by a keyed hash, so that equal handles stay equal.
    case handle
    /// Tool arguments, tool responses and schemas: keys in it are the user's words and mean nothing to us.
    case freeForm
    /// An object whose `data` is base64 media, and media itself. Not scanned: sooner or later base64 spells `AIza`.
    case mediaHolder, media
    /// The object in which `handle` means a resumption handle.
    case resumption
    /// An object that says how to reach a server: its `url` may carry a key.
    case transport

    /// The place of the value under `key` in an object that stands at `self`.
    func place(of key: KeyHash) -> ValuePlace {
        switch self {
        case .secret, .freeForm: return self
        case .mediaHolder where key == .data: return .media
        case .resumption where key == .handle: return .handle
        case .transport where key == .url: return .secret
        default: return KeyHash.places.first { $0.key == key }?.place ?? .plain
        }
    }

    /// The place of an object or array that stands where `self` was expected.
    var ofContainer: ValuePlace {
        switch self {
        case .handle: .secret
        case .media: .plain
        default: self
        }
    }
}

/// A key reduced to what both spellings share: `apiKey`, `api_key` and `\u0061piKey` are one. FNV-1a, 64 bits, over
/// the unescaped bytes without underscores and in lower case, so that no key has to be kept.
struct KeyHash: Equatable, Sendable {
    private var value: UInt64 = 0xCBF2_9CE4_8422_2325

    init() {}

    init(_ name: String) {
        for byte in name.utf8 { append(byte) }
    }

    mutating func append(_ byte: UInt8) {
        guard byte != UInt8(ascii: "_") else { return }
        let isUpper = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
        value = (value ^ UInt64(isUpper ? byte | 0x20 : byte)) &* 0x100_0000_01B3
    }

    static let data = KeyHash("data")
    static let handle = KeyHash("handle")
    static let url = KeyHash("url")

    /// Every key that says something about its value, wherever it stands outside of free-form values: places that
    /// the protocol does not have yet are covered as well.
    static let places: [(key: KeyHash, place: ValuePlace)] =
        table(
            .secret,
            "apiKey", "apiKeyString", "apiKeyConfig", "accessToken", "idToken", "authConfig", "apiAuth",
            "httpBasicAuthConfig", "oauthConfig", "oidcConfig", "authorization", "headers", "voiceSampleAudio",
            "consentAudio", "voiceConsentSignature", "googleMapsWidgetContextToken"
        )
        + table(.handle, "newHandle") + table(.resumption, "sessionResumption", "sessionResumptionUpdate")
        + table(.transport, "streamableHttpTransport", "sseTransport")
        + table(
            .freeForm, "args", "partialArgs", "response", "parameters", "parametersJsonSchema", "responseJsonSchema",
            "properties", "labels"
        )
        + table(.mediaHolder, "audio", "video", "media", "mediaChunks", "inlineData", "audioChunks")

    private static func table(_ place: ValuePlace, _ names: String...) -> [(key: KeyHash, place: ValuePlace)] {
        names.map { (KeyHash($0), place) }
    }
}
