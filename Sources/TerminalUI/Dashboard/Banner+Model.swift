import LiveProtocol
import Snapshots
import Wording

extension Banner {
    /// The bars of this moment, most important first.
    static func all(for model: Model) -> [Banner] {
        [
            faults(model), recorder(model), loss(model), certificate(model), refusal(model), behind(model),
            export(model), frozen(model), notice(model),
        ].compactMap(\.self)
    }

    /// On every screen: whoever sees a call go wrong must know by whose doing.
    private static func faults(_ model: Model) -> Banner? {
        guard let faults = model.live?.process.faults else { return nil }
        return Banner(text: "■ FAULTS ON (x shows and ends them): \(model.looks.privacy.masked(faults))", isAlert: true)
    }

    private static func recorder(_ model: Model) -> Banner? {
        guard let process = model.live?.process, let problem = process.recorderProblem else { return nil }
        let waiting =
            process.waitingFrames > 0 ? " (\(Format.counted(process.waitingFrames, "frame waits", "frames wait")))" : ""
        let isFull = problem.contains("full") || problem.contains("space")
        let cure = isFull ? "livetop prune --older-than 7d frees space" : "try livetop doctor"
        let words = "\(model.looks.privacy.masked(problem))\(waiting)"
        return Banner(text: "■ NOT RECORDING, \(cure): \(words)", isAlert: true)
    }

    /// It stays: what is lost is lost.
    private static func loss(_ model: Model) -> Banner? {
        guard let loss = model.live?.process.recorderLoss else { return nil }
        return Banner(text: "■ RECORDING LOST: \(model.looks.privacy.masked(loss))", isAlert: true)
    }

    /// The command fits a narrow screen.
    private static func certificate(_ model: Model) -> Banner? {
        guard let count = model.live?.process.certificateTrouble else { return nil }
        let clients = Format.counted(count, "client")
        return Banner(
            text: "■ \(clients) refused our certificate: start with livetop run -- CMD (Log says more)", isAlert: true)
    }

    /// Nothing is lost.
    private static func behind(_ model: Model) -> Banner? {
        guard let behind = model.live?.process.figuresBehind else { return nil }
        return Banner(text: "LIVE FIGURES \(Words.time(behind)) BEHIND: they catch up from the recording")
    }

    /// Calls that livetop itself turned away: an upstream that cannot be reached, an origin that may not use it.
    private static func refusal(_ model: Model) -> Banner? {
        guard let trouble = model.refused else { return nil }
        return Banner(text: "■ " + trouble.words(model.looks.privacy), isAlert: true)
    }

    /// The calls and their recording are well: no alarm.
    private static func export(_ model: Model) -> Banner? {
        guard let problem = model.live?.process.exportProblems.first else { return nil }
        return Banner(text: "NOT EXPORTED: \(model.looks.privacy.masked(problem))")
    }

    private static func frozen(_ model: Model) -> Banner? {
        guard case .frozen(let frozen) = model.mode, let live = model.live else { return nil }
        let frames = Format.count(max(0, live.process.frames.subtractingClamped(frozen.process.frames)))
        let behind = Format.clock(live.now - frozen.now)
        return Banner(text: "FROZEN: \(behind) and \(frames) frames behind. Recording goes on. Space: back to now")
    }

    private static func notice(_ model: Model) -> Banner? { model.notice.map { Banner(text: $0) } }
}
