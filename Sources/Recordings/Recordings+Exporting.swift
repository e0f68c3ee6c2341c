internal import Diagnosis
public import Exports
public import LiveProtocol
internal import SessionModel
internal import SessionStore

extension Recordings {
    /// A session as an export reads it. One that goes on is read up to now: every pass over it sees the same events.
    ///
    /// - Parameter reached: told of each event that is read, for whoever shows how far an export has come.
    public func exportSource(
        of session: SessionID, reached: @escaping (Timestamp) -> Void = { _ in }
    ) throws -> ExportSource {
        let now: Timestamp? = try self.session(session)?.hasOpenConnection == true ? clock() : nil
        let recording = Recording(database)
        return ExportSource(
            session: session, now: now, beginning: knowledge.folding(of: session),
            diagnose: { state, ledger, instant in result(of: state, ledger, at: instant) }
        ) { connection in
            var events = connection.map { recording.events(ofConnection: $0) } ?? recording.events(of: session)
            return {
                guard let event = try events.next(), now.map({ event.at <= $0 }) ?? true else { return nil }
                reached(event.at)
                return event
            }
        }
    }

    /// What the rules say about a session that was folded elsewhere. Where the other connections of its client cannot be
    /// read, they say what its own tell.
    private func result(
        of state: SessionState, _ ledger: FindingLedger?, at instant: Timestamp
    ) -> DiagnosisResult {
        var diagnoser = SessionDiagnoser(self)
        let others = try? diagnoser.others(than: state, upTo: instant)
        return knowledge.diagnosis.result(
            in: state, at: instant, fleet: others ?? FleetView([state]), ledger: ledger)
    }
}
