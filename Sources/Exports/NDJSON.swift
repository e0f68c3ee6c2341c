import Filters
import LiveProtocol
import SessionModel

/// `ndjson`: a line for each frame, and on request for everything else that happened and for the findings.
enum NDJSON {
    static func write(_ source: ExportSource, _ options: ExportOptions, _ sink: ExportSink) throws {
        var writer = NDJSONWriter(session: source.session, isRaw: options.isRaw)
        var selection = FrameSelection(options)
        try source.forEachEvent { event in
            if let line = writer.eventLine(for: event) {
                _ = selection.contains(event)
                if options.hasEvents, options.contains(event.at) { try sink.write(line) }
            }
            // Every frame passes through the writer: a message may have begun before what is asked for.
            if let line = writer.line(for: event), selection.contains(event) { try sink.write(line) }
        }
        guard options.hasFindings else { return }
        for finding in try source.findings(options) { try sink.write(line(finding, of: source.session)) }
    }

    private static func line(_ finding: ExportedFinding, of session: SessionID) -> [UInt8] {
        let head: [(String, JSONValue)] = [
            ("schema", "livetop.finding/1"), ("session", .string(session.description)),
        ]
        return JSONValue.object(head + finding.json).utf8 + [0x0A]
    }
}

/// Which frames of a session an export wants.
struct FrameSelection {
    private let options: ExportOptions
    private var readers: [ConnectionID: FrameReader] = [:]
    private var lastAt: [ConnectionID: Timestamp] = [:]
    private var openedAt: Timestamp?

    init(_ options: ExportOptions) { self.options = options }

    /// Takes all events in order. True for a frame that is wanted.
    mutating func contains(_ event: WireEvent) -> Bool {
        guard options.filter != .everything else { return options.contains(event.at) }
        let openedAt = openedAt ?? event.at
        self.openedAt = openedAt
        let connection = event.connection
        let entry = readers[connection, default: FrameReader(connection: connection, isDecoded: true)].entry(for: event)
        guard let entry, case .frame(_, let frame) = event.kind else { return false }
        defer { lastAt[connection] = event.at }
        let subject = FilteredFrame(
            entry, openedAt: openedAt, previousAt: lastAt[connection],
            payload: options.filter.needsText ? frame.unmasked().payload ?? [] : [])
        return options.contains(event.at) && options.filter.matches(subject)
    }
}
