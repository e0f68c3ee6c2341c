/// What a place in a message of the protocol is for, by the keys that lead to it: what may stay there as it is when a
/// session is made anonymous.
struct MessagePlace {
    /// Words of the user's own making: arguments and results of tools, labels. Nothing but keys stays.
    var isFree = false
    /// A schema of a function or an answer: names and types of fields stay.
    var isSchema = false
    /// Written for the model by whoever made the app.
    var isInstruction = false
    /// An error that the service tells of.
    var isError = false

    /// The place of the value under `key`, which is given in small letters without underscores.
    func inside(_ key: String, isFromService: Bool) -> MessagePlace {
        guard !isFree else { return self }
        var place = self
        place.isFree = Self.free.contains(key)
        place.isSchema = isSchema || Self.schemas.contains(key)
        place.isInstruction = isInstruction || key == "systeminstruction" || key == "description"
        place.isError = isError || isFromService && key == "error"
        return place
    }

    /// What is to be done with a string under `key`.
    enum Treatment {
        case keep
        /// Words of the service: only what names a customer goes.
        case service
        case scramble
    }

    func treatment(of key: String) -> Treatment {
        if isFree { return key == "scheduling" ? .keep : .scramble }
        if isSchema { return Self.schemaWords.contains(key) ? .keep : .scramble }
        if key == "model" || isError { return .service }
        return Self.kept.contains(key) ? .keep : .scramble
    }

    /// Numbers that somebody chose, not the protocol.
    func isPersonalNumber(under key: String) -> Bool {
        isFree || isSchema && ["default", "const", "enum", "example", "examples"].contains(key)
    }

    private static let free: Set = [
        "args", "response", "labels", "arguments", "result", "output", "stringvalue", "numbervalue", "code",
        "groundingmetadata", "searchresults", "custommetadata", "partmetadata",
    ]

    private static let schemas: Set = [
        "parameters", "parametersjsonschema", "responseschema", "responsejsonschema", "inputschema", "outputschema",
        "jsonschema", "schema",
    ]

    private static let schemaWords: Set = [
        "type", "format", "required", "propertyordering", "$ref", "$schema", "$id", "name", "behavior",
    ]

    /// Names, kinds and marks of the protocol. What is not here is taken for words.
    private static let kept: Set = [
        "name", "voicename", "voice", "languagecode", "languagecodes", "language", "mimetype", "type", "role", "id",
        "ids", "callid", "toolcallid", "handle", "newhandle", "responsemodalities", "modalities", "modality",
        "mediaresolution", "thinkinglevel", "startofspeechsensitivity", "endofspeechsensitivity", "activityhandling",
        "turncoverage", "traffictype", "turncompletereason", "finishreason", "interruptionreason", "blockreason",
        "timeleft", "scheduling", "behavior", "mode", "status", "eventtype", "eventid", "event", "sessionid",
        "interactionid", "apiversion", "jsonpath", "outcome", "threshold", "category", "method", "format", "resolution",
        "vadsignaltype", "voiceactivitytype", "servicetier", "aspectratio", "state", "index", "required",
        "lastconsumedclientmessageindex", "targettokens", "triggertokens", "totaltokencount", "prompttokencount",
        "playbackcontrol", "scale", "musicgenerationmode", "reason", "personalitymode", "effort",
    ]
}
