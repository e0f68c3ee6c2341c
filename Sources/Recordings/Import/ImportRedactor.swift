internal import Exports
internal import LiveProtocol

/// Redacts imported events as the proxy does, connection by connection.
struct ImportRedactor: Sendable {
    private let hash: HandleHash
    private let rule: TextRule?
    private var redactors: [ConnectionID: ConnectionRedactor] = [:]

    init(_ redaction: ImportRedaction) {
        rule = redaction.rule
        let original = redaction.hash
        // What was hashed where it was recorded stays what it is: otherwise a session would lose its resumptions.
        hash = { handle in Self.isHashed(handle) ? String(decoding: handle, as: UTF8.self) : original(handle) }
    }

    /// `h:` and 32 hexadecimal digits, as `KeyedHash` writes it: no handle of the service looks like that.
    static func isHashed(_ handle: [UInt8]) -> Bool {
        handle.count == 34 && handle.starts(with: "h:".utf8)
            && handle.dropFirst(2).allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }

    /// The event as it may be recorded. Takes those of a connection in order.
    mutating func redact(_ imported: ImportedEvent) -> ImportedEvent {
        redact(imported, by: &redactors[imported.event.connection, default: ConnectionRedactor(hash: hash, rule: rule)])
    }

    private func redact(_ imported: ImportedEvent, by redactor: inout ConnectionRedactor) -> ImportedEvent {
        redactor.remember(imported.event.carriedSecrets)
        let event = imported.event.withoutCredentials.prepared(by: &redactor)
        return ImportedEvent(session: imported.session, event: event)
    }
}
