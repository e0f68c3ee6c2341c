internal import LiveProtocol

/// What a collector that took a request says of it: `ExportTraceServiceResponse` and its sisters.
public struct OTLPReply: Hashable, Sendable {
    /// Items that it did not take.
    public var rejected: Int64 = 0
    /// Why, or what else it has to say.
    public var message = ""

    /// Reads an answer in either encoding; whatever cannot be read says nothing. Collectors answer in another encoding
    /// than they were asked in, and with nothing at all.
    public init(_ body: [UInt8]) {
        if body.first == UInt8(ascii: "{") { read(json: body) } else { read(protobuf: body) }
        rejected = max(rejected, 0)
    }

    private mutating func read(json body: [UInt8]) {
        // Not JSON: it says nothing.
        guard let partial = (try? JSONValue(parsing: body))?["partialSuccess"] else { return }
        message = partial["errorMessage"]?.string ?? ""
        for name in ["rejectedSpans", "rejectedLogRecords", "rejectedDataPoints"] {
            guard let value = partial[name] else { continue }
            rejected = value.integer ?? value.string.flatMap { Int64($0) } ?? 0
        }
    }

    private mutating func read(protobuf body: [UInt8]) {
        for case (1, .bytes(let partial)) in ProtobufReader.fields(body[...]) {
            for field in ProtobufReader.fields(partial) {
                switch field {
                case (1, .varint(let count)): rejected = Int64(bitPattern: count)
                case (2, .bytes(let text)): message = String(decoding: text, as: UTF8.self)
                default: break
                }
            }
        }
    }
}
