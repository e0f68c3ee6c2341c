internal import LiveProtocol
internal import SessionModel

/// A session's summary as cached in table `sessions`. Rates are not kept: they are true of a moment.
enum SummaryJSON {
    /// Raised whenever the meaning of a field changes, or the model computes one differently: older texts are then as
    /// good as missing, and are made again.
    static let version = 2

    static func encode(_ summary: SessionSummary) throws -> String {
        try EventJSON.text(Stored(summary))
    }

    /// Nil for a text of another version or one that cannot be read: a cache may be forgotten.
    static func decode(_ text: String?, version: Int?, id: SessionID) -> SessionSummary? {
        guard let text, version == Self.version else { return nil }
        return try? EventJSON.value(Stored.self, text).summary(id)
    }
}

private struct Stored: Codable {
    var tag: String?
    var model: String?
    var activity: String
    var openedAt: Int64
    var closedAt: Int64?
    var connectionSince: Int64?
    var goAwayDeadline: Int64?
    var connections: Int
    var frames: Int64
    var bytesUp: Int64
    var bytesDown: Int64
    var usedTokens: Int64?
    var limitTokens: Int64?
    var isLimitAssumed: Bool
    /// Nanoseconds, the shorter first.
    var contextLeft: [Int64]?
    var sessionCap: Int64?
    var sessionDeadline: Int64?
    var billedTokens: Int64?
    var cost: Double?
    /// What the cost is made of: prices may change, and texts from before this was kept have none.
    var bills: [Bill]?
    var responseP95: Int64?
    var responseAnchor: String?
    var lastBargeIn: Int64?
    var turns: Int
    var interruptions: Int
    var closure: Closed?
    var refusal: Refused?
    var droppedFrames: Int64
    /// Nil for true, as in texts that were written before there was anything else.
    var isTimed: Bool?
    var isDated: Bool?
    /// Nil in texts that were written before anybody looked.
    var contents: UInt16?
    var hosts: [String]?
    var paths: [String]?

    init(_ summary: SessionSummary) {
        tag = summary.tag
        model = summary.model
        activity = summary.activity.rawValue
        openedAt = summary.openedAt.nanoseconds
        closedAt = summary.closedAt?.nanoseconds
        connectionSince = summary.connectionSince?.nanoseconds
        goAwayDeadline = summary.goAwayDeadline?.nanoseconds
        connections = summary.connections
        frames = summary.frames
        bytesUp = summary.bytesUp
        bytesDown = summary.bytesDown
        usedTokens = summary.usedTokens
        limitTokens = summary.limitTokens
        isLimitAssumed = summary.isLimitAssumed
        contextLeft = summary.contextLeft.map { [$0.lowerBound.nanoseconds, $0.upperBound.nanoseconds] }
        sessionCap = summary.sessionCap?.nanoseconds
        sessionDeadline = summary.sessionDeadline?.nanoseconds
        billedTokens = summary.billedTokens
        cost = summary.cost
        bills = summary.bills?.map(Bill.init)
        responseP95 = summary.responseP95?.nanoseconds
        responseAnchor = summary.responseAnchor?.rawValue
        lastBargeIn = summary.lastBargeIn?.nanoseconds
        turns = summary.turns
        interruptions = summary.interruptions
        closure = summary.closure.map(Closed.init)
        refusal = summary.refusal.map(Refused.init)
        droppedFrames = summary.droppedFrames
        isTimed = summary.isTimed ? nil : false
        isDated = summary.isDated ? nil : false
        contents = summary.contents?.rawValue
        hosts = summary.targets?.hosts
        paths = summary.targets?.paths
    }

    func summary(_ id: SessionID) throws -> SessionSummary {
        let counts = [
            frames, bytesUp, bytesDown, droppedFrames, Int64(connections), Int64(turns), Int64(interruptions),
        ]
        guard let activity = SessionActivity(rawValue: activity), counts.allSatisfy({ $0 >= 0 }) else {
            throw UnreadableEvent()
        }
        return SessionSummary(
            id: id, tag: tag, model: model, activity: activity, openedAt: Timestamp(nanoseconds: openedAt),
            closedAt: closedAt.map(Timestamp.init), connectionSince: connectionSince.map(Timestamp.init),
            goAwayDeadline: goAwayDeadline.map(Timestamp.init), connections: Int(count: connections),
            frames: Int64(count: frames),
            bytesUp: Int64(count: bytesUp), bytesDown: Int64(count: bytesDown),
            usedTokens: usedTokens.map(Int64.init(count:)), limitTokens: limitTokens.map(Int64.init(count:)),
            isLimitAssumed: isLimitAssumed, contextLeft: range, sessionCap: sessionCap.map(Duration.nanoseconds),
            sessionDeadline: sessionDeadline.map(Timestamp.init), billedTokens: billedTokens.map(Int64.init(count:)),
            cost: cost.flatMap { $0.isFinite ? $0 : nil }, bills: bills?.map(\.bill),
            responseP95: responseP95.map(Duration.nanoseconds),
            responseAnchor: responseAnchor.flatMap(Anchor.init(rawValue:)),
            lastBargeIn: lastBargeIn.map(Duration.nanoseconds), turns: Int(count: turns),
            interruptions: Int(count: interruptions),
            closure: try closure.map { try $0.closure }, refusal: try refusal.map { try $0.refusal },
            droppedFrames: Int64(count: droppedFrames), isTimed: isTimed ?? true, isDated: isDated ?? true,
            contents: contents.map(MessageContents.init(rawValue:)), targets: targets)
    }

    private var targets: CallTargets? {
        guard let hosts, let paths else { return nil }
        return CallTargets(hosts: hosts, paths: paths)
    }

    private var range: ClosedRange<Duration>? {
        guard let low = contextLeft?.first, let high = contextLeft?.last, low <= high else { return nil }
        return .nanoseconds(low) ... .nanoseconds(high)
    }
}

/// Counts stand in the order of `Modality.allCases`.
private struct Bill: Codable {
    var model: String?
    var input: [Int64]
    var output: [Int64]

    init(_ bill: ModelBill) {
        model = bill.model
        input = Modality.allCases.map { bill.input[$0] }
        output = Modality.allCases.map { bill.output[$0] }
    }

    var bill: ModelBill { ModelBill(model: model, input: Self.counts(input), output: Self.counts(output)) }

    private static func counts(_ numbers: [Int64]) -> TokenCounts {
        var counts = TokenCounts()
        for (modality, number) in zip(Modality.allCases, numbers) { counts[modality] = Int64(count: number) }
        return counts
    }
}
