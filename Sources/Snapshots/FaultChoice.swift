/// Something that can be broken on purpose, as a list offers it: a ready scenario, or a single fault.
public struct FaultChoice: Hashable, Sendable {
    public var name: String
    /// As text, all of them in the same call.
    public var faults: [String]
    /// Those of the connection behind it.
    public var laterFaults: [String]
    /// What it does, or what it stands for.
    public var summary: String
    public var goodClient: String
    /// Made of faults with moments of their own.
    public var isScenario: Bool
    /// It answers the beginning of a call: one that runs is past it.
    public var isAtUpgrade: Bool

    public init(
        name: String, faults: [String], laterFaults: [String] = [], summary: String, goodClient: String,
        isScenario: Bool = false, isAtUpgrade: Bool = false
    ) {
        self.name = name
        self.faults = faults
        self.laterFaults = laterFaults
        self.summary = summary
        self.goodClient = goodClient
        self.isScenario = isScenario
        self.isAtUpgrade = isAtUpgrade
    }

    /// One fault as somebody has written it.
    public init(single text: String, isAtUpgrade: Bool = false) {
        self.init(name: text, faults: [text], summary: "", goodClient: "", isAtUpgrade: isAtUpgrade)
    }
}

extension FaultChoice {
    /// What is to be asked for, in this order.
    ///
    /// - Parameter moment: nil leaves each fault its own.
    public func requests(at moment: String? = nil, for target: FaultRequest.Target) -> [FaultRequest] {
        let first = FaultRequest.inject(faults, at: moment, for: target)
        guard !laterFaults.isEmpty else { return [first] }
        let later: FaultRequest.Target =
            switch target {
            case .session: .next(1)
            case .next(let count): .next(count < Int.max ? count + 1 : count)
            case .tag, .all: target
            }
        return [first, .inject(laterFaults, for: later)]
    }
}
