internal import LiveProtocol

extension OTLPRequest {
    /// The same in OTLP's JSON: ids as hexadecimal digits, instants and integers of attributes as text. Counts of metrics
    /// are numbers: some receivers lose those that are text, and none minds.
    var json: JSONValue {
        let (signal, name) = items.names
        return .object([
            (
                "resource" + signal,
                .array([
                    .object([
                        ("resource", .object([("attributes", .attributes(resource))])),
                        (
                            "scope" + signal,
                            .array([
                                .object([
                                    (
                                        "scope",
                                        .object([("name", .string(Self.scope)), ("version", .string(version))])
                                    ),
                                    (name, .array(items.json)),
                                ])
                            ])
                        ),
                    ])
                ])
            )
        ])
    }
}

extension OTLPRequest.Items {
    fileprivate var names: (signal: String, items: String) {
        switch self {
        case .spans: ("Spans", "spans")
        case .logs: ("Logs", "logRecords")
        case .metrics: ("Metrics", "metrics")
        }
    }

    fileprivate var json: [JSONValue] {
        switch self {
        case .spans(let spans): spans.map(\.json)
        case .logs(let records, let seen): records.map { $0.json(seen) }
        case .metrics(let metrics, let start, let time): metrics.map { $0.json(start, time) }
        }
    }
}

extension JSONValue {
    fileprivate static func attributes(_ attributes: [OTLPAttribute]) -> JSONValue {
        .array(attributes.map { .object([("key", .string($0.key)), ("value", $0.value.json)]) })
    }

    fileprivate static func unixNano(_ instant: Timestamp) -> JSONValue {
        .string(String(max(instant.nanoseconds, 0)))
    }

    /// Members that are there.
    fileprivate static func known(_ members: [(String, JSONValue?)]) -> JSONValue {
        .object(members.compactMap { name, value in value.map { (name, $0) } })
    }
}

extension OTLPValue {
    fileprivate var json: JSONValue {
        switch self {
        case .string(let text): .object([("stringValue", .string(text))])
        case .bool(let value): .object([("boolValue", .bool(value))])
        case .integer(let value): .object([("intValue", .string(String(value)))])
        case .number(let value): .object([("doubleValue", .number(value))])
        case .strings(let texts):
            .object([("arrayValue", .object([("values", .array(texts.map { OTLPValue.string($0).json }))]))])
        }
    }
}

extension OTLPSpan {
    fileprivate var json: JSONValue {
        .known([
            ("traceId", .string(trace.description)), ("spanId", .string(id.description)),
            ("parentSpanId", parent.map { .string($0.description) }), ("name", .string(name)),
            ("kind", .integer(Int64(kind.rawValue))), ("startTimeUnixNano", .unixNano(start)),
            ("endTimeUnixNano", .unixNano(end)), ("attributes", .attributes(attributes)),
            (
                "status",
                error.map { .object([("message", .string($0)), ("code", 2)]) } ?? .object([JSONValue.Member]())
            ),
            ("flags", .integer(Int64(flags))),
        ])
    }
}

extension OTLPLogRecord {
    fileprivate func json(_ seen: Timestamp) -> JSONValue {
        .known([
            ("timeUnixNano", .unixNano(at)), ("observedTimeUnixNano", .unixNano(seen)),
            ("severityNumber", .integer(Int64(severity.onWire.number))),
            ("severityText", .string(severity.onWire.text)), ("eventName", .string(event)),
            ("body", .object([("stringValue", .string(body))])), ("attributes", .attributes(attributes)),
            ("traceId", trace.map { .string($0.description) }), ("spanId", span.map { .string($0.description) }),
        ])
    }
}

extension OTLPMetric {
    fileprivate func json(_ start: Timestamp, _ time: Timestamp) -> JSONValue {
        let data: (String, JSONValue)
        switch kind {
        case .gauge: data = ("gauge", .object([("dataPoints", points(nil, time))]))
        case .sum:
            data = (
                "sum",
                .object([
                    ("dataPoints", points(start, time)), ("aggregationTemporality", 2), ("isMonotonic", true),
                ])
            )
        case .histogram:
            data = ("histogram", .object([("dataPoints", points(start, time)), ("aggregationTemporality", 2)]))
        }
        return .object([
            ("name", .string(name)), ("description", .string(description)), ("unit", .string(unit)), data,
        ])
    }

    private func points(_ start: Timestamp?, _ time: Timestamp) -> JSONValue {
        .array(
            points.map { point in
                .known(
                    [
                        ("attributes", .attributes(point.attributes)),
                        ("startTimeUnixNano", start.map(JSONValue.unixNano)), ("timeUnixNano", .unixNano(time)),
                    ] + point.value.json)
            })
    }
}

extension OTLPMetric.Value {
    fileprivate var json: [(String, JSONValue?)] {
        switch self {
        case .number(let value): [("asDouble", .number(value))]
        case .buckets(let counts):
            [
                ("count", .integer(counts.total)), ("sum", .number(counts.sum)),
                ("bucketCounts", .array(counts.counts.map { .integer($0) })),
                ("explicitBounds", .array(counts.bounds.map { .number($0) })),
                ("exemplars", .array(counts.exemplars.compactMap { $0?.json })),
            ]
        }
    }
}

extension Exemplar {
    fileprivate var json: JSONValue {
        .known([
            ("timeUnixNano", .unixNano(at)), ("asDouble", .number(value)),
            ("spanId", span.map { .string($0.description) }), ("traceId", .string(trace.description)),
        ])
    }
}
