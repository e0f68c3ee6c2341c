import Filters
package import LiveProtocol
package import Proxy
import Recordings
import SessionModel
package import Snapshots

/// Faults that are asked for while the proxy runs.
extension ProxyRuntime {
    /// Asks for faults and says so in the log. Returns how many calls that run are concerned. Throws `FaultError`.
    @discardableResult
    package func inject(_ faults: [Fault], for target: FaultRequest.Target) async throws -> Int {
        let count = try await server.order(faults, for: try await faultTarget(target))
        log.note("FAULTS ON: \(faults.map(\.description).joined(separator: "; ")) for \(target.words)")
        return count
    }

    /// - Parameter number: of the one that is to end; nil for all.
    package func stopFaults(_ number: Int? = nil) throws(FaultError) {
        guard let number else {
            server.stopFaults()
            return log.note("faults are off")
        }
        guard server.stopFault(number) else {
            throw FaultError("no fault with the number \(number) is on", cure: "livetop fault --running shows them")
        }
        log.note("fault \(number) is off")
    }

    package func ask(_ request: FaultRequest) async -> JSONValue? { await answer(request) }

    private func faultTarget(_ target: FaultRequest.Target) async throws -> FaultTarget {
        switch target {
        case .tag(let tag): return .tag(tag)
        case .next(let count): return .next(count)
        case .all: return .all
        case .session(let id):
            return .connection(try await openConnection(of: id))
        }
    }

    private func openConnection(of id: SessionID) async throws -> ConnectionID {
        // Where nobody has looked for a while, what there is to see is old: asking makes the rules look.
        for _ in 0..<30 {
            if let open = capture.latest.take().fleet[id]?.connections.last(where: \.isOpen) { return open.id }
            try await Task.sleep(for: .milliseconds(50))
        }
        let fleet = capture.latest.take().fleet
        let running = fleet.sessions.filter { $0.connections.contains(where: \.isOpen) }.suffix(3).map { session in
            session.tag.map { "\(session.id) (\($0))" } ?? "\(session.id)"
        }
        throw FaultError(
            fleet[id] == nil
                ? "session \(id) is none of this livetop's, or it is long over" : "session \(id) has ended",
            cure: (running.isEmpty ? "no call runs" : "calls that run: \(running.joined(separator: ", "))")
                + "; --next 1 waits for the next one")
    }

    /// The answer to a line of the control socket.
    func answer(_ request: FaultRequest) async -> JSONValue {
        do {
            switch request {
            case .list: return .object([("ok", true), ("faults", .array(faultList.map(\.json)))])
            case .stop(let number):
                try stopFaults(number)
                return .object([("ok", true)])
            case .inject(let texts, let moment, let target):
                let count = try await inject(try Self.faults(texts, at: moment), for: target)
                return .object([("ok", true), ("calls", .integer(count))])
            }
        } catch let error as FaultError {
            let nearest = error.unknown.flatMap { Suggestion.nearest(to: $0.word, among: $0.known) }
            let cure = nearest.map { "did you mean \($0)? livetop fault --list shows all" } ?? error.cure
            return .object([("ok", false), ("error", .string(error.why)), ("do", .string(cure))])
        } catch {
            return .object([("ok", false), ("error", .string("\(error)")), ("do", "try again")])
        }
    }

    private static func faults(_ texts: [String], at moment: String?) throws(FaultError) -> [Fault] {
        guard !texts.isEmpty else { throw FaultError("no fault is named", cure: "for example: goaway,left=10s") }
        var faults: [Fault] = []
        for text in try moment.map({ moment throws(FaultError) in try FaultText.placed(texts, at: moment) }) ?? texts {
            faults.append(try FaultText.parse(text))
        }
        return faults
    }

    /// All that was asked for: what waits for calls, then what is done to those that run.
    var faultList: [RunningFault] {
        let states = server.faultStates
        let names = states.isEmpty ? [:] : sessionNames
        let waiting = server.faultOrders.map {
            RunningFault(
                number: $0.fault.number, fault: $0.fault.description, phase: .waiting, whom: $0.target.words)
        }
        let running = states.map { state in
            RunningFault(
                number: state.number, fault: state.fault, phase: .init(state.phase),
                whom: names[state.connection] ?? FaultTarget.connection(state.connection).words, hits: state.hits)
        }
        return waiting + running
    }

    /// Tag and id of the sessions, by their connections.
    private var sessionNames: [ConnectionID: String] {
        var names: [ConnectionID: String] = [:]
        for session in capture.latest.take().fleet.sessions {
            let name = [session.tag, session.id.description].compactMap(\.self).joined(separator: " ")
            for connection in session.connections { names[connection.id] = name }
        }
        return names
    }
}

extension [RunningFault] {
    /// What is on, in one line for every screen; nil where nothing is.
    var words: String? {
        let all = filter { $0.phase != .over }.map { "\($0.fault) (\($0.phase.rawValue), \($0.whom))" }
        guard !all.isEmpty else { return nil }
        return all.prefix(3).joined(separator: "; ") + (all.count > 3 ? "; and \(all.count - 3) more" : "")
    }
}

extension RunningFault.Phase {
    fileprivate init(_ phase: FaultState.Phase) {
        switch phase {
        case .waiting: self = .waiting
        case .active: self = .active
        case .over: self = .over
        }
    }
}

extension FaultRequest.Target {
    var words: String {
        switch self {
        case .session(let session): "session \(session)"
        case .tag(let tag): FaultTarget.tag(tag).words
        case .next(let count): FaultTarget.next(count).words
        case .all: FaultTarget.all.words
        }
    }
}
