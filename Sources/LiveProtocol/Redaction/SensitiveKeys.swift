/// What the place of a JSON value says about it.
enum ValuePlace: UInt8, Sendable {
    /// Nothing in particular: scanned for the shapes of credentials.
    case plain
    /// Every scalar in it is replaced.
    case secret
    /// Under the name of a secret, wherever it stands: strings and numbers are replaced, objects are looked into.
    case secretScalar
    /// As above, strings only: counts have such names as well.
    case secretString
    /// A resumption handle: replaced by a keyed hash, so that equal handles stay equal.
    case handle
    /// Tool arguments, tool responses and schemas: keys in it are the user's words and mean little to us.
    case freeForm
    /// An object whose `data` is base64 media, and media itself. Not scanned: sooner or later base64 spells `AIza`.
    case mediaHolder, media
    /// `data` of which nothing says yet whether it is media.
    case possibleMedia
    /// The object in which `handle` means a resumption handle.
    case resumption
    /// An object that says how to reach a server: its `url` may carry a key.
    case transport
}

/// One open object or array.
struct PayloadLevel: Sendable {
    var isArray: Bool
    var place: ValuePlace
    /// It or something around it is the user's own.
    var isFreeForm: Bool
    /// A mime type was named in it: `data` beside it is media.
    var hasMimeType = false

    /// The place of the value under `key`.
    func place(of key: KeyHash) -> ValuePlace {
        switch place {
        case .secret: return .secret
        case .mediaHolder where key == .data: return .media
        case .resumption where key == .handle: return .handle
        case .transport where key == .url: return .secret
        default: break
        }
        if KeyHash.mediaKeys.contains(key) { return hasMimeType ? .media : .possibleMedia }
        let known = KeyTable.standard[key]
        guard isFreeForm else { return known ?? .plain }
        // Among the user's own words only the name of a scalar counts, `headers` and the like are what they say.
        return switch known {
        case .secretScalar, .secretString: known ?? .freeForm
        case .secret where KeyHash.unmistakable.contains(key): .secretScalar
        default: .freeForm
        }
    }

    /// The level that opens where `expected` was.
    func opening(_ expected: ValuePlace, isArray: Bool) -> PayloadLevel {
        let place: ValuePlace =
            switch expected {
            case .handle: .secret
            case .media, .possibleMedia: isFreeForm ? .freeForm : .plain
            case .secretScalar, .secretString: isArray ? expected : isFreeForm ? .freeForm : .plain
            default: expected
            }
        return PayloadLevel(isArray: isArray, place: place, isFreeForm: isFreeForm || place == .freeForm)
    }

    static let root = PayloadLevel(isArray: false, place: .plain, isFreeForm: false)
}

/// A key reduced to what all spellings share: `apiKey`, `api_key`, `Api-Key` and `\u0061piKey` are one. FNV-1a, 64 bits,
/// over the unescaped bytes without underscores and hyphens and in lower case, so that no key has to be kept.
struct KeyHash: Hashable, Sendable {
    private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

    init() {}

    init(_ name: String) {
        for byte in name.utf8 { append(byte) }
    }

    mutating func append(_ byte: UInt8) {
        guard byte != UInt8(ascii: "_"), byte != UInt8(ascii: "-") else { return }
        let isUpper = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
        value = (value ^ UInt64(isUpper ? byte | 0x20 : byte)) &* 0x100_0000_01B3
    }

    static let data = KeyHash("data")
    static let handle = KeyHash("handle")
    static let url = KeyHash("url")
    static let mediaKeys = [data, KeyHash("imageData")]
    static let mimeTypes = [KeyHash("mimeType"), KeyHash("imageMimeType")]
    /// Names of the protocol's secrets that mean the same among the user's words.
    static let unmistakable = ["apiKey", "apiKeyString", "accessToken", "idToken", "authorization"].map(KeyHash.init)
    /// Under these stands what people said or wrote: the user's own patterns look at it.
    static let texts = [
        "text", "systemInstruction", "input", "content", "arguments", "transcript", "prompt", "worldPrompt", "output",
        "result",
    ].map(KeyHash.init)
}

/// Every key that says something about its value, wherever it stands: places that the protocol does not have yet are
/// covered as well. An open hash table, because each key of each message asks it.
struct KeyTable: Sendable {
    private var keys: [UInt64]
    private var places: [ValuePlace]
    private static let size = 512

    static let standard = KeyTable([
        (.secret, secrets), (.secretScalar, secretScalars), (.secretString, ["token", "secret", "bearer", "cookie"]),
        (.handle, ["newHandle"]), (.resumption, ["sessionResumption", "sessionResumptionUpdate"]),
        (.transport, ["streamableHttpTransport", "sseTransport", "tools", "mcpServers"]),
        (
            .freeForm,
            [
                "args", "partialArgs", "response", "parameters", "parametersJsonSchema", "responseJsonSchema",
                "properties", "labels", "arguments", "result", "output",
            ]
        ),
        (.mediaHolder, ["audio", "video", "media", "mediaChunks", "inlineData", "audioChunks", "referenceImage"]),
    ])

    /// Of the protocol: whole objects of them are secret.
    private static let secrets = [
        "apiKey", "apiKeyString", "apiKeyConfig", "accessToken", "idToken", "authConfig", "apiAuth",
        "httpBasicAuthConfig", "oauthConfig", "oidcConfig", "authorization", "headers", "voiceSampleAudio",
        "consentAudio", "voiceConsentSignature", "googleMapsWidgetContextToken",
    ]

    /// Of anybody: unmistakable also among the user's own words.
    private static let secretScalars = [
        "password", "passwd", "passphrase", "passcode", "pwd", "userPassword", "dbPassword", "clientSecret",
        "secretKey", "secretAccessKey", "awsSecretAccessKey", "privateKey", "privateKeyPem", "signingKey",
        "signingSecret", "webhookSecret", "encryptionKey", "accessKey", "sharedSecret", "appSecret", "apiSecret",
        "apiToken", "authToken", "refreshToken", "sessionToken", "securityToken", "bearerToken", "oauthToken",
        "personalAccessToken", "botToken", "deviceToken", "pushToken", "csrfToken", "xsrfToken", "sasToken",
        "sessionKey", "sessionCookie", "jwt", "credential", "credentials", "cookies", "setCookie",
        "proxyAuthorization", "xGoogApiKey", "xApiKey", "xAuthToken", "connectionString",
    ]

    private init(_ groups: [(place: ValuePlace, names: [String])]) {
        keys = Array(repeating: 0, count: Self.size)
        places = Array(repeating: .plain, count: Self.size)
        for (place, names) in groups {
            for name in names {
                let slot = slot(of: KeyHash(name))
                (keys[slot], places[slot]) = (KeyHash(name).value, place)
            }
        }
    }

    subscript(key: KeyHash) -> ValuePlace? {
        let slot = slot(of: key)
        return keys[slot] == key.value ? places[slot] : nil
    }

    /// Where `key` stands, or the free slot where it would.
    private func slot(of key: KeyHash) -> Int {
        var slot = Int(truncatingIfNeeded: key.value >> 20) & (Self.size - 1)
        while keys[slot] != 0, keys[slot] != key.value { slot = (slot + 1) & (Self.size - 1) }
        return slot
    }
}
