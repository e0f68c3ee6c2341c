/// The parts of the Session screen. Under 100 columns one of them is shown at a time, below the clocks where there is
/// room.
enum SessionPane: String, CaseIterable, Hashable, Sendable {
    case clocks, lanes, transcript, findings, tokens

    var title: String {
        switch self {
        case .clocks: "Clocks"
        case .lanes: "Lanes"
        case .transcript: "Transcript"
        case .findings: "Findings"
        case .tokens: "Tokens"
        }
    }

    func next(by step: Int) -> SessionPane {
        let all = Self.allCases
        let index = all.firstIndex(of: self) ?? 0
        return all[((index + step) % all.count + all.count) % all.count]
    }
}
