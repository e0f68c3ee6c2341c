import Simulator

/// A kind of call that people of the field reported: the fault, or the call that is healthy and was taken for broken.
public struct FieldKind: Sendable {
    /// What happens, in a few words; unique.
    public var name: String
    /// What has to come first: rules, or one of their variants after a slash. Empty where nothing is wrong.
    public var expected: [String]
    /// Another fault may lie over it.
    var mayDouble: Bool
    private var make: @Sendable (inout FieldCast) -> StagedSession

    init(
        _ name: String, _ expected: String..., mayDouble: Bool = true,
        make: @escaping @Sendable (inout FieldCast) -> StagedSession
    ) {
        self.name = name
        self.expected = expected
        self.mayDouble = mayDouble && !expected.isEmpty
        self.make = make
    }

    /// The call of that seed.
    /// - Parameter sentences: at 16 kHz, for callers to speak.
    public func stage(_ seed: UInt64, _ sentences: [[Int16]] = []) -> Call {
        var cast = FieldCast(seed: seed, sentences: sentences, mayDouble: mayDouble)
        let second = cast.second
        return Call(session: make(&cast), second: second?.rawValue)
    }

    /// One call, and the rule of what else is wrong with it.
    public struct Call: Sendable {
        public var session: StagedSession
        public var second: String?
    }

    /// In which something is wrong.
    public static let faults: [FieldKind] =
        refusals + models + hearing + answers + tools + connections + sounds + usage

    /// In which nothing is.
    public static let healthy: [FieldKind] = healthyTalks + healthyRooms + healthyEnds
}
