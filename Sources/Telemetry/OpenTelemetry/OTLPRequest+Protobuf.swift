internal import LiveProtocol

extension OTLPRequest {
    /// `ExportTraceServiceRequest` and its two sisters, by the numbers of opentelemetry-proto 1.
    var protobuf: [UInt8] {
        var writer = ProtobufWriter()
        writer.write(1) { resource in
            resource.write(1) { $0.write(1, self.resource) }
            resource.write(2) { scope in
                scope.write(1) { scope in
                    scope.write(1, Self.scope)
                    scope.write(2, version)
                }
                write(items, into: &scope)
            }
        }
        return writer.bytes
    }

    private func write(_ items: Items, into scope: inout ProtobufWriter) {
        switch items {
        case .spans(let spans): for span in spans { scope.write(2) { $0.write(span) } }
        case .logs(let records, let seen): for record in records { scope.write(2) { $0.write(record, seen) } }
        case .metrics(let metrics, let start, let time):
            for metric in metrics { scope.write(2) { $0.write(metric, start, time) } }
        }
    }
}

extension Timestamp {
    /// Nanoseconds since 1970.
    fileprivate var unixNano: UInt64 { UInt64(clamping: nanoseconds) }
}

extension ProtobufWriter {
    fileprivate mutating func write(_ field: UInt64, _ attributes: [OTLPAttribute]) {
        for attribute in attributes {
            write(field) { pair in
                pair.write(1, attribute.key)
                pair.write(2) { $0.write(attribute.value) }
            }
        }
    }

    private mutating func write(_ value: OTLPValue) {
        switch value {
        case .string(let text): write(always: 1, Array(text.utf8))
        case .bool(let value): write(always: 2, varint: value ? 1 : 0)
        case .integer(let value): write(always: 3, varint: UInt64(bitPattern: value))
        case .number(let value): write(always: 4, double: value)
        case .strings(let texts):
            write(5) { list in for text in texts { list.write(1) { $0.write(.string(text)) } } }
        }
    }

    fileprivate mutating func write(_ span: OTLPSpan) {
        write(1, span.trace.bytes)
        write(2, span.id.bytes)
        write(4, span.parent?.bytes ?? [])
        write(5, span.name)
        write(6, varint: span.kind.rawValue)
        write(7, fixed64: span.start.unixNano)
        write(8, fixed64: span.end.unixNano)
        write(9, span.attributes)
        if let error = span.error {
            write(15) { status in
                status.write(2, error)
                status.write(3, varint: 2)
            }
        }
        write(16, fixed32: span.flags)
    }

    fileprivate mutating func write(_ record: OTLPLogRecord, _ seen: Timestamp) {
        let severity = record.severity.onWire
        write(1, fixed64: record.at.unixNano)
        write(2, varint: severity.number)
        write(3, severity.text)
        write(5) { $0.write(.string(record.body)) }
        write(6, record.attributes)
        if let trace = record.trace { write(9, trace.bytes) }
        if let span = record.span { write(10, span.bytes) }
        write(11, fixed64: seen.unixNano)
        write(12, record.event)
    }

    fileprivate mutating func write(_ metric: OTLPMetric, _ start: Timestamp, _ time: Timestamp) {
        write(1, metric.name)
        write(2, metric.description)
        write(3, metric.unit)
        switch metric.kind {
        case .gauge: write(5) { $0.write(metric.points, nil, time) }
        case .sum:
            write(7) { sum in
                sum.write(metric.points, start, time)
                sum.write(2, varint: 2)
                sum.write(3, varint: 1)
            }
        case .histogram:
            write(9) { histogram in
                histogram.write(metric.points, start, time)
                histogram.write(2, varint: 2)
            }
        }
    }

    private mutating func write(_ points: [OTLPMetric.Point], _ start: Timestamp?, _ time: Timestamp) {
        for point in points {
            write(1) { data in
                data.write(2, fixed64: start?.unixNano ?? 0)
                data.write(3, fixed64: time.unixNano)
                switch point.value {
                case .number(let value):
                    data.write(always: 4, double: value)
                    data.write(7, point.attributes)
                case .buckets(let counts):
                    data.write(counts)
                    data.write(9, point.attributes)
                }
            }
        }
    }

    private mutating func write(_ counts: BucketCounts) {
        write(4, fixed64: UInt64(clamping: counts.total))
        write(always: 5, double: counts.sum)
        write(6, packed: counts.counts.map { UInt64(clamping: $0) })
        write(7, packed: counts.bounds.map(\.bitPattern))
        for exemplar in counts.exemplars.compactMap(\.self) {
            write(8) { data in
                data.write(2, fixed64: exemplar.at.unixNano)
                data.write(always: 3, double: exemplar.value)
                data.write(4, exemplar.span?.bytes ?? [])
                data.write(5, exemplar.trace.bytes)
            }
        }
    }
}
