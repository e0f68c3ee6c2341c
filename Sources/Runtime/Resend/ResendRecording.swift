package import Cassettes
package import LiveProtocol
package import SessionStore

/// What there is of a session to send again: its connections, in the order in which they opened.
package struct ResendRecording {
    package let session: SessionID
    package private(set) var connections: [Connection]

    package struct Connection {
        package var plan: ResendPlan
        /// As recorded, from `/ws/` on and without the query: credentials stood there.
        package var path: String
        package var endpoint: Endpoint
        package var tag: String?
    }

    /// - Throws: `UserError` where the session cannot be sent again: payloads or media were not recorded, no message
    ///   crossed, or it is no conversation of the Live API.
    package init(_ session: SessionID, in database: SessionDatabase) throws {
        self.session = session
        let levels = try SessionIndex(database).captureLevels(of: session)
        guard levels.isSubset(of: [.full]) else {
            throw UserError(
                .badData, what: "cannot send session \(session) again",
                why: levels.contains(.meta) ? "its payloads were not recorded" : "its sound was not recorded",
                remedy: "record with --capture full")
        }
        let cassette = try Cassette(of: session, in: database)
        connections = try cassette.tapes.compactMap { tape in
            let plan = ResendPlan(tape)
            return plan.isEmpty ? nil : try Self.connection(tape, plan, of: session)
        }
        guard connections.isEmpty else { return }
        throw UserError(
            .badData, what: "cannot send session \(session) again", why: "its client said nothing",
            remedy: "livetop ls lists others")
    }

    private static func connection(
        _ tape: Cassette.Tape, _ plan: ResendPlan, of session: SessionID
    ) throws(UserError) -> Connection {
        let route = Route(target: tape.target)
        guard route.endpoint.isLive else {
            throw UserError(
                .badData, what: "cannot send session \(session) again",
                why: "it is no conversation of the Live API: \(tape.target)", remedy: "livetop ls lists others")
        }
        let path = String(route.forwardedTarget.prefix { $0 != "?" })
        return Connection(plan: plan, path: path, endpoint: route.endpoint, tag: tape.tag)
    }

    /// The same with another setup, in less time.
    ///
    /// - Parameter speed: infinite for as fast as the service takes it.
    package func changed(by changes: [SetupChange], speed: Double) -> ResendRecording {
        var copy = self
        copy.connections = connections.map { connection in
            var connection = connection
            connection.plan = connection.plan.setting(changes).sped(by: speed)
            return connection
        }
        return copy
    }

    package var messages: Int { connections.reduce(0) { $0 + $1.plan.steps.count } }

    /// How long it lasts when the service is as quick as it was.
    package var length: Duration { connections.reduce(.zero) { $0 + $1.plan.length } }
}
