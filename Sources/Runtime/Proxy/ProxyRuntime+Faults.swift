import LiveProtocol
package import Proxy
import Recordings
import SessionModel

/// Faults that are asked for while the proxy runs.
extension ProxyRuntime {
    /// Asks for faults and says so in the log. Returns how many calls that run are concerned. Throws `FaultError`.
    @discardableResult
    package func inject(_ faults: [Fault], for target: FaultRequest.Target) async throws -> Int {
        let count = try await server.order(faults, for: try faultTarget(target))
        log.note("FAULTS ON: \(faults.map(\.description).joined(separator: "; ")) for \(target.words)")
        return count
    }

    package func stopFaults() {
        server.stopFaults()
        log.note("faults are off")
    }

    private func faultTarget(_ target: FaultRequest.Target) throws -> FaultTarget {
        switch target {
        case .tag(let tag): return .tag(tag)
        case .next(let count): return .next(count)
        case .all: return .all
        case .session(let id):
            let session = capture.latest.take().fleet[id]
            guard let session else {
                throw FaultError(
                    "session \(id) is none of this livetop's, or it is long over",
                    cure: "livetop ls names the sessions; --next 1 waits for the next call")
            }
            guard let open = session.connections.last(where: \.isOpen) else {
                throw FaultError(
                    "session \(id) has ended", cure: "--next 1 waits for the next call, --tag NAME for those of a tag")
            }
            return .connection(open.id)
        }
    }

    /// The answer to a line of the control socket.
    func answer(_ request: FaultRequest) async -> JSONValue {
        switch request {
        case .list: return .object([("ok", true)] + faultMembers)
        case .stop:
            stopFaults()
            return .object([("ok", true)])
        case .inject(let texts, let target):
            do {
                var faults: [Fault] = []
                for text in texts { faults.append(try FaultText.parse(text)) }
                guard !faults.isEmpty else {
                    throw FaultError("no fault is named", cure: "for example: goaway,left=10s")
                }
                let count = try await inject(faults, for: target)
                return .object([("ok", true), ("calls", .integer(count))])
            } catch let error as FaultError {
                return .object([("ok", false), ("error", .string(error.why)), ("do", .string(error.cure))])
            } catch {
                return .object([("ok", false), ("error", .string("\(error)")), ("do", "try again")])
            }
        }
    }

    private var faultMembers: [(String, JSONValue)] {
        [
            (
                "waiting",
                .array(
                    server.faultOrders.map {
                        .object([("fault", .string($0.fault.description)), ("for", .string($0.target.words))])
                    })
            ),
            (
                "calls",
                .array(
                    server.faultStates.map {
                        .object([
                            ("connection", .string($0.connection.description)), ("fault", .string($0.fault)),
                            ("phase", .string($0.phase.rawValue)), ("hits", .integer($0.hits)),
                        ])
                    })
            ),
        ]
    }

    /// What is on, in one line for every screen; nil where nothing is.
    var faultWords: String? {
        let (orders, states) = (server.faultOrders, server.faultStates.filter { $0.phase != .over })
        guard !orders.isEmpty || !states.isEmpty else { return nil }
        let running = states.map { "\($0.fault) (\($0.phase.rawValue), \($0.connection))" }
        let waiting = orders.map { "\($0.fault) for \($0.target.words)" }
        let all = running + waiting
        return all.prefix(3).joined(separator: "; ") + (all.count > 3 ? "; and \(all.count - 3) more" : "")
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
