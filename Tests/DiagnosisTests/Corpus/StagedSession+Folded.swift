import Corpus
import Diagnosis
import LiveProtocol
import SessionModel
import Simulator

extension StagedSession {
    /// The sessions that livetop makes of it, as it would live: redacted, decoded, joined by handle.
    func folded(from start: Timestamp = Timestamp(nanoseconds: 1_800_000_000_000_000_000)) -> Folded {
        let events = wireEvents(from: start)
        return Folded(events, lookedAt: (events.last?.at ?? start) + patience)
    }
}

/// What came of a staged session, and when it is looked at.
struct Folded {
    private(set) var folding: Folding
    var lookedAt: Timestamp

    /// As ingest takes events: redacted, decoded, folded.
    init(
        _ events: [WireEvent], lookedAt: Timestamp, watches: [any SessionWatch] = [FindingLedgers(Diagnosis())]
    ) {
        folding = Folding(Fleet(), watches: watches)
        self.lookedAt = lookedAt
        var lanes: [ConnectionID: (redactor: ConnectionRedactor, decoder: LiveDecoder)] = [:]
        for event in events {
            var lane =
                lanes[event.connection] ?? (
                    ConnectionRedactor(hash: Self.hash), LiveDecoder(connection: event.connection)
                )
            let prepared = event.prepared(by: &lane.redactor)
            for fact in lane.decoder.decode(prepared) { folding.apply(fact) }
            lanes[event.connection] = lane
        }
    }

    var fleet: Fleet { folding.fleet }

    /// A hash in that equal handles stay equal and none can be read.
    private static let hash: HandleHash = {
        "h:" + String($0.reduce(UInt64(5381)) { $0 &* 33 &+ UInt64($1) }, radix: 16)
    }
}
