import Corpus
import LiveProtocol
import SessionModel
import Simulator
import TestSupport
import Testing

@testable import Diagnosis

/// Every script of the rules, and a call of each kind that the field reported, as bytes through the handlers of a live
/// call, in virtual time: the findings are those of the script on paper.
struct EmbeddedTests {
    @Test(arguments: StagedFailure.all.indices)
    func `a staged failure and its neighbour are judged the same behind the relay`(number: Int) throws {
        let failure = StagedFailure.all[number]
        let variation = StagedVariation(number % 5)
        let rule = RuleID(rawValue: failure.rule)
        let fires = failure.fires(variation)
        let relayed = try fires.relayed().all
        #expect(relayed.contains { $0.rule == rule }, "\(failure.label): \(relayed.map(\.label))")
        #expect(relayed.map(\.label) == fires.folded().all.map(\.label), "\(failure.label)")
        let silent = failure.silent(variation)
        let left = try silent.relayed().all
        #expect(left.filter { $0.rule == rule }.map(\.title) == [], "\(failure.label)")
        #expect(left.map(\.label) == silent.folded().all.map(\.label), "\(failure.label)")
    }

    @Test(arguments: RuleExample.all)
    func `a rule says the same of a call behind the relay`(case: RuleExample) throws {
        let example = `case`.example
        let firing = try example.firing().relayed().lastSession(after: example.after)
        #expect(!`case`.own(firing).isEmpty)
        let silent = try example.silent().relayed().lastSession(after: example.after)
        #expect(`case`.own(silent) == [])
    }

    private static let kinds = FieldKind.faults + FieldKind.healthy

    @Test(arguments: kinds.indices)
    func `a call of the field is judged the same behind the relay`(number: Int) throws {
        let kind = Self.kinds[number]
        let sentences = try SpeechCorpus.utterances().map(\.samples)
        let call = kind.stage(UInt64(700_000 + number), sentences)
        let relayed = try call.session.relayed().findings
        #expect(relayed.map(\.label) == call.session.folded().findings.map(\.label), "\(kind.name)")
        // How often a second fault hides the first is counted by `FieldMatrixTests`.
        guard call.second == nil else { return }
        #expect(
            kind.expected.isEmpty
                ? !relayed.contains { $0.severity > .info }
                : kind.expected.contains { name in relayed.contains { $0.isNamed(name) } },
            "\(kind.name): \(relayed.map { "\($0.label): \($0.title)" })")
    }
}

extension StagedSession {
    /// As `folded`, behind the relay.
    fileprivate func relayed() throws -> Folded {
        let events = wireEvents()
        let carried = try EmbeddedRelay.carry(events)
        #expect(carried.messages == events.messages)
        return Folded(carried, lookedAt: (events.last?.at ?? .init(nanoseconds: 0)) + patience)
    }
}

extension [StagedCall] {
    /// All wire events in the order of time, and of one instant in the order of the calls.
    fileprivate func relayed() throws -> Folded {
        let events = enumerated().flatMap { number, call in call.wire.map { (number, $0) } }
            .sorted { ($0.1.at, $0.0) < ($1.1.at, $1.0) }.map(\.1)
        let carried = try EmbeddedRelay.carry(events)
        #expect(carried.messages == events.messages)
        return Folded(carried, lookedAt: map(\.now).max() ?? .init(nanoseconds: 0))
    }
}

extension Folded {
    /// What every rule finds in the last session, none folded.
    fileprivate func lastSession(after seconds: Double) -> [Finding] {
        guard let session = fleet.sessions.last else { return [] }
        let now = Timestamp.seconds(seconds, after: lookedAt)
        return Diagnosis().all(
            in: session, at: now, fleet: FleetView(fleet.sessions), ledger: folding.ledger(of: session.id))
    }
}

/// A frame as both sides of a comparison have it: without its mask.
private struct Message: Equatable {
    var connection: ConnectionID
    var at: Timestamp
    var direction: Direction
    var opcode: Opcode
    var payload: [UInt8]?
}

extension [WireEvent] {
    /// Every frame but the goodbyes: a client that leaves without a word on paper says one behind the relay.
    fileprivate var messages: [Message] {
        compactMap { event in
            guard case .frame(let direction, let frame) = event.kind, frame.opcode != .close else { return nil }
            return Message(
                connection: event.connection, at: event.at, direction: direction, opcode: frame.opcode,
                payload: frame.unmasked().payload)
        }
    }
}
