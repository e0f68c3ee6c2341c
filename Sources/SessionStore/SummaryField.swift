internal import LiveProtocol
internal import SessionModel

/// One field of a summary that is kept, and how it stands in JSON: instants and lengths of time as nanoseconds, unknown as
/// nothing at all.
struct SummaryField: Sendable {
    let write: @Sendable (SessionSummary, inout KeyedEncodingContainer<Key>) throws -> Void
    let read: @Sendable (inout SessionSummary, KeyedDecodingContainer<Key>) throws -> Void

    typealias Path<Value> = WritableKeyPath<SessionSummary, Value> & Sendable

    struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) { self.stringValue = stringValue }

        init?(intValue: Int) { nil }
    }

    /// All of them. Rates are not kept: they are true of a moment.
    static let all: [SummaryField] = [
        same("tag", \.tag), same("model", \.model),
        required("activity", \.activity, { $0.rawValue }) { name in
            guard let activity = SessionActivity(rawValue: name) else { throw UnreadableEvent() }
            return activity
        },
        required("openedAt", \.openedAt, { $0.nanoseconds }, { Timestamp(nanoseconds: $0) }),
        instant("closedAt", \.closedAt), instant("connectionSince", \.connectionSince),
        instant("goAwayDeadline", \.goAwayDeadline),
        count("connections", \.connections), count("frames", \.frames), count("bytesUp", \.bytesUp),
        count("bytesDown", \.bytesDown),
        number("usedTokens", \.usedTokens), number("limitTokens", \.limitTokens),
        required("isLimitAssumed", \.isLimitAssumed, { $0 }, { $0 }),
        SummaryField("contextLeft", \.contextLeft, { [$0.lowerBound.nanoseconds, $0.upperBound.nanoseconds] }, range),
        length("sessionCap", \.sessionCap), instant("sessionDeadline", \.sessionDeadline),
        number("billedTokens", \.billedTokens),
        SummaryField("cost", \.cost, { $0 }, { $0.isFinite ? $0 : nil }),
        // What the cost is made of: prices may change, and texts from before this was kept have none.
        SummaryField("bills", \.bills, { $0.map(Bill.init) }, { $0.map(\.bill) }),
        length("responseP95", \.responseP95),
        SummaryField("responseAnchor", \.responseAnchor, { $0.rawValue }, { Anchor(rawValue: $0) }),
        length("lastBargeIn", \.lastBargeIn), count("turns", \.turns), count("interruptions", \.interruptions),
        SummaryField("closure", \.closure, { Closed($0) }, { try $0.closure }),
        SummaryField("refusal", \.refusal, { Refused($0) }, { try $0.refusal }),
        count("droppedFrames", \.droppedFrames),
        ifTrue("canResume", \.canResume), unlessTrue("isTimed", \.isTimed), unlessTrue("isDated", \.isDated),
        // Not there in texts that were written before anybody looked.
        SummaryField("contents", \.contents, { $0.rawValue }, { MessageContents(rawValue: $0) }), targets,
    ]

    /// Two keys, of which one without the other says nothing.
    private static let targets = SummaryField { summary, container in
        try container.encodeIfPresent(summary.targets?.hosts, forKey: Key(stringValue: "hosts"))
        try container.encodeIfPresent(summary.targets?.paths, forKey: Key(stringValue: "paths"))
    } read: { summary, container in
        guard let hosts = try container.decodeIfPresent([String].self, forKey: Key(stringValue: "hosts")),
            let paths = try container.decodeIfPresent([String].self, forKey: Key(stringValue: "paths"))
        else { return }
        summary.targets = CallTargets(hosts: hosts, paths: paths)
    }

    /// The shorter first.
    private static func range(_ ends: [Int64]) -> ClosedRange<Duration>? {
        guard let low = ends.first, let high = ends.last, low <= high else { return nil }
        return .nanoseconds(low) ... .nanoseconds(high)
    }
}

// MARK: - Kinds of fields

extension SummaryField {
    /// Left out for nil.
    private init<Value, Stored: Codable & SendableMetatype>(
        _ name: String, _ path: any Path<Value?>, _ store: @escaping @Sendable (Value) -> Stored,
        _ load: @escaping @Sendable (Stored) throws -> Value?
    ) {
        let key = Key(stringValue: name)
        write = { summary, container in
            try container.encodeIfPresent(summary[keyPath: path].map(store), forKey: key)
        }
        read = { summary, container in
            summary[keyPath: path] = try container.decodeIfPresent(Stored.self, forKey: key).flatMap(load)
        }
    }

    /// A text without it cannot be read.
    private static func required<Value, Stored: Codable & SendableMetatype>(
        _ name: String, _ path: any Path<Value>, _ store: @escaping @Sendable (Value) -> Stored,
        _ load: @escaping @Sendable (Stored) throws -> Value
    ) -> SummaryField {
        let key = Key(stringValue: name)
        return SummaryField { summary, container in
            try container.encode(store(summary[keyPath: path]), forKey: key)
        } read: { summary, container in
            summary[keyPath: path] = try load(try container.decode(Stored.self, forKey: key))
        }
    }

    private static func same(_ name: String, _ path: any Path<String?>) -> SummaryField {
        SummaryField(name, path, { $0 }, { $0 })
    }

    private static func instant(_ name: String, _ path: any Path<Timestamp?>) -> SummaryField {
        SummaryField(name, path, { $0.nanoseconds }, { Timestamp(nanoseconds: $0) })
    }

    private static func length(_ name: String, _ path: any Path<Duration?>) -> SummaryField {
        SummaryField(name, path, { $0.nanoseconds }, { .nanoseconds($0) })
    }

    private static func number(_ name: String, _ path: any Path<Int64?>) -> SummaryField {
        SummaryField(name, path, { $0 }, { Int64(count: $0) })
    }

    /// No count is negative: such a text is none of ours.
    private static func count<Value: FixedWidthInteger & Codable & Sendable>(
        _ name: String, _ path: any Path<Value>
    ) -> SummaryField {
        required(name, path, { $0 }) { number in
            guard number >= 0 else { throw UnreadableEvent() }
            return Value(clamping: Int64(count: number))
        }
    }

    /// Left out for false, as in texts that were written before anybody asked.
    private static func ifTrue(_ name: String, _ path: any Path<Bool>) -> SummaryField {
        let key = Key(stringValue: name)
        return SummaryField { summary, container in
            try container.encodeIfPresent(summary[keyPath: path] ? true : nil, forKey: key)
        } read: { summary, container in
            summary[keyPath: path] = try container.decodeIfPresent(Bool.self, forKey: key) ?? false
        }
    }

    /// Left out for true, as in texts that were written before there was anything else.
    private static func unlessTrue(_ name: String, _ path: any Path<Bool>) -> SummaryField {
        let key = Key(stringValue: name)
        return SummaryField { summary, container in
            try container.encodeIfPresent(summary[keyPath: path] ? nil : false, forKey: key)
        } read: { summary, container in
            summary[keyPath: path] = try container.decodeIfPresent(Bool.self, forKey: key) ?? true
        }
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
