import SessionModel
import Wording

extension Metric {
    /// Each sample is all so far: percentiles of them say nothing.
    var isTotal: Bool { self == .cost }

    /// What it is, for somebody who hears of it for the first time.
    var sentence: String {
        switch self {
        case .setup: "From the setup to setupComplete: what every call waits for before its first word."
        case .response:
            "From the end of what the user said to the first sound of the answer: the silence people notice."
        case .leadingSilence: "Silence at the beginning of the model's audio: it is heard as more latency."
        case .bargeIn: "From the moment the user speaks over the model to the service's interrupted."
        case .stop: "Audio of the interrupted turn that still came after interrupted: it must not be played."
        case .backlog: "Speech that had come and was not yet heard when the user interrupted: it must be thrown away."
        case .tool: "From the model's toolCall to your toolResponse: the user waits meanwhile."
        case .resumeGap: "From the last use of the old connection to setupComplete of the next one."
        case .chunk: "Length of each audio message from the app: 20 to 40 ms are best."
        case .jitter: "How unevenly audio messages come from the app; it adds to every latency."
        case .snr: "How far speech stands out from the noise in the microphone."
        case .realTimeFactor: "Audio that came against the time it took to come: below 1 playback starves."
        case .contextRatio: "Tokens in the context against the model's limit, after each usage message."
        case .cost: "What the call has cost so far, by the price table."
        }
    }

    /// Where it stops being good, and where it is bad; nil for what is only information.
    var thresholdWords: String? {
        guard let thresholds else { return nil }
        let good = Format.metric(thresholds.good, unit)
        let bad = thresholds.bad.map { Format.metric($0, unit) }
        return thresholds.isHigherBetter
            ? "good from \(good) on" + (bad.map { ", bad below \($0)" } ?? "")
            : "good up to \(good)" + (bad.map { ", bad above \($0)" } ?? "")
    }
}
