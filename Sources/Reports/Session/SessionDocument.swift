package import Diagnosis
package import LiveProtocol
import SessionModel

/// One session as `livetop show --json` prints it: every key is explained in `docs/metrics.md`.
///
/// Stable: other programs rely on these keys. Instants are seconds since the session's start; unknown is null, never 0.
package struct SessionDocument {
    let state: SessionState
    let summary: SessionSummary
    let now: Timestamp
    private let origin: SessionID?
    private let result: DiagnosisResult

    package init(_ diagnosed: DiagnosedSession) {
        result = diagnosed.result
        let opened = diagnosed.opened
        state = opened.state
        summary = opened.summary
        now = opened.now
        origin = opened.origin
    }

    package var json: JSONValue { state.isTimed ? document : UntimedDocument.withoutTimes(document) }

    private var document: JSONValue {
        .object([
            ("schema", .string("livetop.session/1")),
            ("session", session),
            ("connections", .array(state.connections.map(connection))),
            ("resumption", resumption),
            ("setup", setup),
            ("context", context),
            ("cap", cap),
            ("tokens", tokens),
            ("turns", .array(turns.map(turn))),
            ("interruptions", .array(state.interruptions.recent.map(interruption))),
            ("bargeIns", bargeIns),
            ("tools", .array(tools.map(tool))),
            ("inputAudio", inputAudio),
            ("outputAudio", outputAudio),
            ("video", video),
            ("metrics", MetricTable(log: state.metrics).json),
            ("traffic", traffic),
            ("drift", drift),
            ("findings", FindingDocument(start: state.clockStart).json(result.findings)),
            // How many more there would be without `[rules] muted`.
            ("mutedFindings", .integer(result.mutedFindings)),
        ])
    }

    private var session: JSONValue {
        .object([
            ("id", .string(state.id.description)),
            ("tag", .string(state.tag)),
            ("model", .string(summary.model)),
            ("state", .string(summary.activity.rawValue)),
            ("openedAt", .time(summary.knownOpening)),
            ("closedAt", .time(summary.knownEnd)),
            ("isTimed", .bool(state.isTimed)),
            ("origin", .string(origin?.description)),
        ])
    }

    private var setup: JSONValue {
        guard let setup = state.setup else { return .null }
        return .array(
            setup.settings.map { setting in
                .object([
                    ("name", .string(setting.name)), ("value", .string(setting.value)),
                    ("isDefault", .bool(setting.isDefault)),
                ])
            })
    }

    private var traffic: JSONValue {
        .object([
            ("framesUp", .integer(state.traffic.up.frames)), ("framesDown", .integer(state.traffic.down.frames)),
            ("bytesUp", .integer(state.traffic.up.bytes)), ("bytesDown", .integer(state.traffic.down.bytes)),
            ("messagesUp", .integer(state.traffic.up.messages)),
            ("messagesDown", .integer(state.traffic.down.messages)),
            ("droppedFrames", .integer(state.traffic.droppedFrames)),
            ("droppedBytes", .integer(state.traffic.droppedBytes)),
        ])
    }

    private var drift: JSONValue {
        .object([
            ("unknownFields", .integer(state.drift.unknownFields)),
            (
                "paths",
                .array(
                    state.drift.paths.sorted { $0.key < $1.key }.map { path, count in
                        .object([("path", .string(path)), ("count", .integer(count))])
                    })
            ),
            ("undecodableMessages", .integer(state.drift.undecodable)),
            ("lastReason", .string(state.drift.lastReason)),
        ])
    }

    /// Seconds since the session's start.
    func offset(_ instant: Timestamp?) -> JSONValue {
        .number(instant.map { ($0 - state.openedAt).seconds })
    }
}

extension JSONValue {
    /// A length of time under a key that ends in `Ms`, null for nil.
    static func milliseconds(_ length: Duration?) -> JSONValue { .number(length?.milliseconds) }

    /// A length of time under a key that ends in `Seconds`, null for nil.
    static func seconds(_ length: Duration?) -> JSONValue { .number(length?.seconds) }
}
