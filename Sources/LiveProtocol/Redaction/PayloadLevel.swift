/// One open object or array of a JSON document.
struct PayloadLevel: Sendable {
    var isArray: Bool
    var place: ValuePlace
    /// It or something around it is the user's own.
    var isFreeForm: Bool
    /// It or something around it is a schema.
    var isSchema = false
    /// A mime type was named in it: `data` beside it is media.
    var hasMimeType = false
    /// Its texts are pieces of longer ones; nil where they stand alone.
    var stream: KeyHash?
    /// What goes by a name that stands beside it, as in `{"name": "Authorization", "value": …}`.
    var pair = NamedPair()
    /// It reports the beginning or the end of a step.
    var endsStep = false

    static let root = PayloadLevel(isArray: false, place: .plain, isFreeForm: false)
    /// Of JSON that stands in a text.
    static let textRoot = PayloadLevel(isArray: false, place: .freeForm, isFreeForm: true)

    /// The place of the value under `key`.
    func place(of key: KeyHash, _ role: KeyRole) -> ValuePlace {
        switch place {
        case .secret, .secretValue: return place
        case .secretString: return KeyTable.secretName(key) == .secretScalar ? .secretScalar : place
        case .secretSchema: return KeyTable.schemaWords[key] ?? place
        case .mediaHolder where key == .data: return .media
        case .resumption where key == .handle: return .handle
        case .transport where key == .url: return .secret
        default: break
        }
        if role == .value, let named = pair.place { return named }
        if KeyHash.mediaKeys.contains(key) { return hasMimeType ? .media : .possibleMedia }
        let name = KeyTable.secretName(key)
        guard !isFreeForm else { return name ?? (KeyTable.places[key] == .schema ? .schema : .freeForm) }
        // What the protocol calls so is secret as a whole.
        let known = KeyTable.places[key] ?? name
        guard place == .usage else { return known ?? .plain }
        return known == nil || known == .secretString ? .usage : known ?? .usage
    }

    /// The level that opens where `expected` was, under `key` unless this is an array.
    func opening(_ expected: ValuePlace, isArray isArrayNow: Bool, under key: KeyHash, _ role: KeyRole) -> PayloadLevel
    {
        let isSchema = isSchema || expected == .schema
        let place: ValuePlace =
            switch expected {
            case .handle: .secret
            case .media, .possibleMedia: isFreeForm ? .freeForm : .plain
            case .secretScalar, .secretList: isArrayNow ? .secretScalar : isSchema ? .secretSchema : .secretValue
            case .secretString where isSchema && !isArrayNow: .secretSchema
            case .schemaWord where !isArrayNow: .secretSchema
            default: expected
            }
        var level = PayloadLevel(
            isArray: isArrayNow, place: place, isFreeForm: isFreeForm || place.isFreeForm, isSchema: isSchema)
        level.stream = isArray ? stream : stream?.followed(by: key)
        if stream == nil, role == .stream, !isFreeForm { level.stream = key }
        return level
    }
}
