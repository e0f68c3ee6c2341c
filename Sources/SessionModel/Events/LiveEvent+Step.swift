import LiveProtocol

extension LiveEvent {
    /// It is no piece of a stream: neither sound, image, transcript or text of the model, nor a frame of whatever kind,
    /// nor what comes beside them all the time. A session has a few of these in a turn, and some hundred of the others.
    public var isStep: Bool {
        switch kind {
        case .frame, .message, .wire(.pathSample): false
        case .client(let fact): fact.isStep
        case .server(let fact): fact.isStep
        case .wire, .closeFrame, .undecodable, .undecoded, .unknownField: true
        }
    }
}

extension ClientFact {
    fileprivate var isStep: Bool {
        switch self {
        case .audio, .video: false
        default: true
        }
    }
}

extension ServerFact {
    fileprivate var isStep: Bool {
        switch self {
        case .audio, .music, .text, .thought, .part, .inputTranscription, .interimInputTranscription,
            .outputTranscription, .grounding, .retrievedURLs, .usage, .resumptionUpdate:
            false
        default: true
        }
    }
}
