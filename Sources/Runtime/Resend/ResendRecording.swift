package import Cassettes
package import LiveProtocol
package import SessionStore
import Wording

/// What there is of a session to send again: its connections, in the order in which they opened.
package struct ResendRecording {
    package let session: SessionID
    package private(set) var connections: [Connection] = []

    package struct Connection {
        package var plan: ResendPlan
        /// As recorded, from `/ws/` on and without the query: credentials stood there.
        package var path: String
        package var endpoint: Endpoint
        package var tag: String?
        /// Since the first of the session opened.
        package var opensAt = Duration.zero
        /// Those before it that had ended when it opened, by their place: it waits for these, and runs beside the others.
        package var followed = Set<Int>()
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
        var tapes: [Cassette.Tape] = []
        for tape in cassette.tapes {
            let plan = ResendPlan(tape)
            guard !plan.isEmpty else { continue }
            var connection = try Self.connection(tape, plan, of: session)
            connection.opensAt = tape.openedAt - (tapes.first ?? tape).openedAt
            connection.followed = Set(tapes.indices.filter { tapes[$0].endedAt <= tape.openedAt })
            tapes.append(tape)
            connections.append(connection)
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
            connection.opensAt = speed.isFinite ? connection.opensAt / max(speed, 0.01) : .zero
            return connection
        }
        return copy
    }

    /// The same with sounds mixed into the caller's audio, and what is to be said of them.
    ///
    /// - Throws: `UserError` for a sound that finds no audio to be mixed into.
    package func mixing(_ mixes: [(name: String, mix: SoundMix)]) throws(UserError) -> (ResendRecording, [String]) {
        var (copy, remarks): (ResendRecording, [String]) = (self, [])
        for (name, mix) in mixes {
            var outcome = SoundMix.Outcome()
            for index in copy.connections.indices {
                outcome.add(copy.connections[index].plan.mix(mix, opening: copy.connections[index].opensAt))
            }
            if let objection = objection(to: name, mix, outcome) { throw objection }
            let missing = mix.sound.length - outcome.mixed
            guard missing > 0.05 else { continue }
            remarks.append(
                "\(Words.time(.seconds(missing))) of \(name) came to nothing: the caller streamed no sound then")
        }
        return (copy, remarks)
    }

    private func objection(to name: String, _ mix: SoundMix, _ outcome: SoundMix.Outcome) -> UserError? {
        guard outcome.mixed <= 0 else { return nil }
        let why: String
        if let type = outcome.foreignType {
            why = "the caller's sound is \(ForeignText.clean(type)), and only PCM of 16 bits can be mixed"
        } else if let end = outcome.end {
            why =
                Duration.seconds(end) <= mix.at
                ? "the caller's sound ends at \(Words.time(.seconds(end))), before that"
                : "the caller streamed no sound then: it falls into a pause"
        } else {
            why = "the caller sent no sound"
        }
        return UserError(
            .badData, what: "cannot mix \(name) into session \(session) at \(Words.time(mix.at))", why: why,
            remedy: "livetop show \(session) and livetop export --format wav --track mic tell where there is sound")
    }

    package var messages: Int { connections.reduce(0) { $0 + $1.plan.steps.count } }

    /// How long it lasts when the service is as quick as it was.
    package var length: Duration {
        var spans: [(begin: Duration, end: Duration)] = []
        for connection in connections {
            let begins = spans.indices.map { other in
                let theirs = connections[other].opensAt
                return connection.followed.contains(other)
                    ? spans[other].end : spans[other].begin + (connection.opensAt - theirs)
            }
            let begin = begins.max() ?? .zero
            spans.append((begin, begin + connection.plan.length))
        }
        return spans.map(\.end).max() ?? .zero
    }
}
