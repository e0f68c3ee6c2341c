import LiveProtocol
import Simulator

/// Calls that the service turns away, at the door or at the setup.
extension FieldKind {
    static let refusals = [
        FieldKind("a field that this model refuses, in words that name it", "unsupported-by-model/refused") { cast in
            let (model, fields, generation, reason) = cast.pick(refusedFields)
            cast.model = model
            return refused(&cast, fields, generation, 1007, reason)
        },
        FieldKind("affective dialog or proactivity, and no word of the cause", "unsupported-by-model") { cast in
            cast.use([.live38, .extended38, .live38])
            let (fields, generation) = voiceExtras(&cast)
            return refused(&cast, fields, generation, 1007, "Request contains an invalid argument.")
        },
        FieldKind("affective dialog on 3.1, and no setupComplete ever", "unsupported-by-model/suspect") { cast in
            cast.model = .live31
            let (fields, generation) = voiceExtras(&cast)
            let links = (0..<cast.count(1...3)).map { number in
                StagedSession.Link(
                    Script {
                        client(cast.setup(fields, generation: generation), after: .milliseconds(40))
                        client(.close(number == 0 ? 1000 : nil), after: cast.time(10.5...40))
                    }, after: number == 0 ? .zero : cast.time(0.5...3), opening: cast.opening(version: "v1alpha"))
            }
            return cast.session(links)
        },
        FieldKind("affective dialog on 3.8, refused with the first input", "unsupported-by-model") { cast in
            cast.use([.live38, .extended38])
            var talk = FieldTalk(
                cast, setup: cast.setup(generation: ["enableAffectiveDialog": "true"]), updates: false)
            let typed = talk.cast.chance(0.5)
            if typed { talk.withholdAll() }
            talk.pause(0.1...1)
            if typed { talk.type() }
            talk.pause(0.1...0.3)
            return talk.session(.server(1007, "Request contains an invalid argument."))
        },
        FieldKind("sound asked of a model that writes", "response-modality-unsupported", "unsupported-by-model") {
            cast in
            cast.use([.robotics, .transcribe])
            return refused(
                &cast, [:], ["responseModalities": #"["AUDIO"]"#], 1007,
                "The requested combination of response modalities (AUDIO) is not supported by the model. "
                    + cast.pick(["", cast.model.path]))
        },
        FieldKind("the path of one service at the host of the other", "model-path-malformed") { cast in
            cast.use([.native, .live38, .live31, .native12])
            let name = cast.model.name
            let path = cast.pick([
                "models/projects/field-project/locations/us-central1/publishers/google/models/\(name)",
                "projects/field-project/locations/europe-west4/publishers/google/models/\(name)",
                "models/models/\(name)", "publishers/google/models/\(name)",
            ])
            return refused(
                &cast, ["model": "\"\(path)\""], [:], 1007, "Invalid resource field value in the request.")
        },
        FieldKind("a version that Vertex does not have", "handshake-failed/http-status", mayDouble: false) { cast in
            cast.use([.vertex25, .half25, .vertex38])
            let html =
                "<!DOCTYPE html><html lang=en><title>Error 404 (Not Found)!!1</title><p>The requested URL was not found on this server. That’s all we know."
            let refusal = Refusal(status: 404, by: .server, reason: cast.pick(["", html, "Not Found"]))
            let links = (0..<cast.count(1...2)).map { _ in
                StagedSession.Link(
                    Script(steps: []), after: .milliseconds(900),
                    opening: cast.opening(version: cast.pick(["v1alpha", "v1alpha", "v1beta"]), refusal: refusal))
            }
            return cast.session(links)
        },
        FieldKind("an upstream that cannot be reached", "handshake-failed/http-status", mayDouble: false) { cast in
            let reason = cast.pick([
                "cannot resolve generativelanguage.googleapis.com: Name or service not known",
                "connection refused", "TLS handshake failed: certificate verify failed", "connect timed out",
            ])
            let refusal = Refusal(status: cast.pick([502, 504, 502]), by: .proxy, reason: reason)
            return cast.session([.init(Script(steps: []), opening: cast.opening(refusal: refusal))])
        },
        FieldKind("too many requests at the door", "handshake-failed/http-status", "quota-exhausted", mayDouble: false)
        { cast in
            let reason = cast.pick([
                "Resource has been exhausted (e.g. check quota).",
                "You exceeded your current quota, please check your plan and billing details.", "Too Many Requests", "",
            ])
            let refusal = Refusal(status: 429, by: .server, reason: reason)
            return cast.session([.init(Script(steps: []), opening: cast.opening(refusal: refusal))])
        },
        FieldKind("a model that has ended, refused by name", "model-sunset/refused") { cast in
            cast.use([.live31, .native12])
            let name = cast.pick([
                cast.model.name, cast.model.name, "gemini-2.0-flash-live-001", "gemini-live-2.5-flash-preview",
            ])
            return refused(
                &cast, ["model": "\"models/\(name)\""], [:], 1008,
                "models/\(name) is not found for API version v1beta, or is not supported for bidiGenerateContent. Call ListModels to see the list of available models and their supported methods."
            )
        },
        FieldKind("a setup refused without a suspect in it", "setup-invalid-argument") { cast in
            cast.use([.live38, .native, .vertex25, .half25])
            return refused(
                &cast, [:], ["temperature": cast.pick(["9", "-1", "3.5"])], 1007,
                "Request contains an invalid argument.")
        },
    ]

    /// Where the setup is refused: model, fields, fields of generationConfig, words.
    private static let refusedFields: [(FieldModel, [String: String], [String: String], String)] = [
        (
            .live38, [:], ["thinkingConfig": #"{"thinkingLevel":"LOW"}"#],
            "Thinking level is not supported for this model."
        ),
        (
            .vertex38, [:], ["thinkingConfig": #"{"thinkingLevel":"HIGH","includeThoughts":true}"#],
            "Thinking level is not supported for this model."
        ),
        (.live38, [:], ["thinkingConfig": #"{"thinkingBudget":0}"#], "Thinking level is not supported for this model"),
        (
            .extended38, [:], ["thinkingConfig": #"{"includeThoughts":true}"#],
            "Thinking level must be specified for this model."
        ),
        (
            .extended38, [:], ["thinkingConfig": #"{"thinkingBudget":1024}"#],
            "Thinking level must be specified for this model."
        ),
        (
            .extended38,
            [
                "tools":
                    #"[{"functionDeclarations":[{"name":"find_order","description":"Finds an order.","behavior":"BLOCKING"}]}]"#
            ],
            [:], "BLOCKING function calls are not supported for this model."
        ),
        (.native, ["tools": #"[{"codeExecution":{}}]"#], [:], "Code Execution tool is not supported for this model."),
        (
            .native12, ["tools": #"[{"codeExecution":{}},{"googleSearch":{}}]"#], [:],
            "Code Execution tool is not supported for this model."
        ),
        (.half25, [:], ["thinkingConfig": #"{"thinkingBudget":0}"#], "thinking_level is not supported by this model"),
        (
            .half25, [:], ["thinkingConfig": #"{"thinkingLevel":"LOW"}"#],
            "thinking_level is not supported by this model"
        ),
    ]

    private static func voiceExtras(_ cast: inout FieldCast) -> (fields: [String: String], generation: [String: String])
    {
        let proactive = #"{"proactiveAudio":true}"#
        switch cast.count(0...2) {
        case 0: return ([:], ["enableAffectiveDialog": "true"])
        case 1: return (["proactivity": proactive], [:])
        default: return (["proactivity": proactive], ["enableAffectiveDialog": "true"])
        }
    }

    /// Closed instead of setupComplete, and tried again in some calls.
    private static func refused(
        _ cast: inout FieldCast, _ fields: [String: String], _ generation: [String: String], _ code: UInt16,
        _ reason: String
    ) -> StagedSession {
        let setup = cast.setup(fields, generation: generation)
        let links = (0..<cast.pick([1, 1, 2])).map { number in
            StagedSession.Link(
                Script {
                    client(setup, after: .milliseconds(30))
                    server(.close(code, reason: reason), after: cast.time(0.1...1.4))
                }, after: number == 0 ? .zero : cast.time(1...6), opening: cast.opening())
        }
        return cast.session(links)
    }
}
