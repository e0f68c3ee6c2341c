import LiveProtocol
import SessionModel

/// Generations of Live models that behave alike, told apart by the model's bare id.
package enum ModelFamily: String, CaseIterable, Hashable, Sendable {
    case live20 = "2.0-live"
    case native25 = "2.5-native"
    case half25 = "2.5-half"
    case live31 = "3.1-live"
    case translate35 = "3.5-translate"
    case transcribe35 = "3.5-transcribe"
    case live38 = "3.8-live"
    case extended38 = "3.8-ext"
    case robotics
    case unknown

    package init(_ model: String?) {
        guard let model else {
            self = .unknown
            return
        }
        self =
            switch true {
            case model.hasPart("translate"): .translate35
            case model.hasPart("transcribe"): .transcribe35
            case model.hasPart("robotics"): .robotics
            case model.hasPart("2.0-"): .live20
            case model.hasPart("native-audio"): .native25
            case model.hasPart("2.5-flash"): .half25
            case model.hasPart("3.1-"): .live31
            case model.hasPart("3.8-") && model.hasPart("extended"): .extended38
            case model.hasPart("3.8-"): .live38
            default: .unknown
            }
    }

    /// 3.x refuses several message shapes that 2.x took.
    var isThree: Bool {
        switch self {
        case .live31, .translate35, .transcribe35, .live38, .extended38: true
        case .live20, .native25, .half25, .robotics, .unknown: false
        }
    }

    /// The model waits for the answer to a call unless the declaration says otherwise.
    var blocksOnTools: Bool { self != .live38 && self != .extended38 }

    var isAudioOnly: Bool { [.native25, .live31, .live38, .extended38, .translate35].contains(self) }

    var isTextOnly: Bool { self == .transcribe35 || self == .robotics }
}

extension SetupSummary {
    var family: ModelFamily { ModelFamily(model) }

    /// It speaks or writes while the user speaks, as it should: nobody takes turns.
    var isSimultaneous: Bool { family == .translate35 || family == .transcribe35 }
}
