import Listening
import LiveProtocol
import SessionModel
import Wording

extension SessionStory {
    var inputAudio: String {
        let audio = state.inputAudio
        guard let format = audio.format else { return "" }
        let declared = "\(Format.count(Int64(format.rate))) Hz\(format.isRateDeclared ? "" : " by default")"
        let effective = (state.isTimed ? audio.effectiveRate : nil).map {
            Format.count(Int64(clamping: $0.rounded())) + " Hz"
        }
        let decibels = { (value: Double?) in Format.metric(value, .decibels) }
        var lines = [
            "input audio",
            "  rate       \(declared), \(effective ?? Format.unknown) by the clock"
                + (audio.layout.map { ", samples are \($0.rawValue)" } ?? ""),
            "  messages   \(milliseconds(.chunk, \.p50)) p50, jitter \(milliseconds(.jitter, \.p95)) p95, "
                + "lag \(Format.latency(state.isTimed ? audio.lag : nil))",
            "  level      \(decibels(audio.levelDBFS)) full scale, noise \(decibels(audio.noiseFloorDBFS)), "
                + "signal to noise \(estimate(decibels(audio.snrDB)))",
            "  clipped    \(Format.percent(audio.clippingRatio)), digital silence \(Format.percent(audio.digitalSilenceRatio))",
            "  speech     \(Format.counted(audio.speech.count, "segment"))",
        ]
        lines += troubles(audio).map { "  note       \($0)" }
        return lines.joined(separator: "\n")
    }

    private func milliseconds(_ metric: Metric, _ value: KeyPath<MetricStatistics, Double>) -> String {
        Format.metric(state.metrics.statistics(for: metric)?[keyPath: value], .milliseconds)
    }

    private func troubles(_ audio: InputAudio) -> [String] {
        guard state.isTimed else { return [] }
        var notes: [String] = []
        if audio.gaps.count > 0 {
            notes.append("\(Format.counted(audio.gaps.count, "gap")), \(Format.latency(audio.gaps.total)) missing")
        }
        if audio.missingStreamEnds > 0 {
            notes.append("\(Format.counted(audio.missingStreamEnds, "pause")) without audioStreamEnd")
        }
        if audio.isHalfDuplex == true { notes.append("the client sends no sound while the model speaks") }
        if let score = audio.echoScore, score >= 0.6 { notes.append("the input is the model's own voice") }
        return notes
    }
}
