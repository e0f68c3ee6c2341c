import LiveProtocol
import Wording

/// Reads a file of messages that some recorder wrote: JSON lines, one array, values one behind the other.
struct MessagesReader {
    private let settings: ForeignSettings
    private let shape: ForeignShape
    private var pieces: MessagePieces
    private(set) var tally = ImportTally()
    private var groups: [Key] = []
    private var learned: [Key: ForeignConnection] = [:]
    private var events: [Key: ForeignEvents] = [:]
    private var plans: [Key: ForeignPlan] = [:]
    private var good = 0
    /// The one message is a setup without a time: what somebody would send, not what was recorded.
    private var isBareSetup = false
    /// Messages of connections whose newest stand first, until all are there.
    private var held: [Key: [ForeignMessage]] = [:]
    private var heldCount = 0

    /// So many bytes of them are held.
    private static let heldLimit = 256 << 20

    /// Connections in one file, at most: more are identifiers of messages, not of connections.
    private static let connectionLimit = 4_096

    private struct Key: Hashable {
        var session: String?
        var connection: String?
    }

    init(_ shape: ForeignShape, _ settings: ForeignSettings) {
        (self.shape, self.settings) = (shape, settings)
        pieces = MessagePieces(shape)
    }

    var planned: [ForeignReader.Planned] { groups.compactMap { plans[$0].map(ForeignReader.Planned.init) } }

    // MARK: The first time

    mutating func learn(_ bytes: [UInt8]) throws {
        var pieces = pieces
        self.pieces = MessagePieces(shape)
        try pieces.take(bytes) { number, piece in try learn(piece, number) }
        self.pieces = pieces
    }

    private mutating func learn(_ piece: [UInt8], _ number: Int) throws {
        do {
            let message = try ForeignMessage(parsing: piece)
            if case .note = message.content { return }
            let key = Key(session: message.session, connection: message.connection)
            if learned[key] == nil { groups.append(key) }
            try learned[key, default: ForeignConnection()].learn(message)
            good += 1
            isBareSetup = good == 1 && message.time == nil && message.kinds.contains(.setup)
        } catch {
            tally.addBad("\(pieces.noun) \(number)", error.reason)
        }
        // A file of something else is not read to its end.
        guard good > 0 || tally.badCount < 1_000 else { throw foreign }
        guard groups.count <= Self.connectionLimit else {
            throw ImportError("it names more than \(Self.connectionLimit) connections")
        }
    }

    /// What to say of a file that holds no message.
    private var foreign: ImportError {
        let first = tally.bad.first.map { " (\($0.place): \($0.reason))" } ?? ""
        return ImportError("none of its \(pieces.noun)s is a message with a direction\(first)", remedy: Self.howTo)
    }

    static let howTo = #"write a line per message such as {"t":12.5,"dir":"up","json":{…}}: docs/exports.md"#

    mutating func finishLearning() throws {
        var pieces = pieces
        try pieces.finish { number, piece in try learn(piece, number) }
        self.pieces = MessagePieces(shape)
        guard good > 0 else { throw foreign }
        guard !isBareSetup else {
            throw ImportError("it is a setup, and no call", remedy: "livetop lint FILE says what is wrong with one")
        }
        var identifiers = ForeignIdentifiers(isTaken: settings.isTaken)
        var sessions: [String: SessionID] = [:]
        for key in groups {
            guard let learned = learned[key], learned.messages > 0 else { continue }
            guard learned.liveMessages > 0 || settings.takesAllSockets else {
                tally.leaveOut(key.connection ?? key.session ?? "\(learned.messages) messages")
                continue
            }
            var plan = plan(learned, &identifiers)
            if let name = key.session {
                plan.session = sessions[name] ?? plan.session
                sessions[name] = plan.session
            }
            tally.note(plan)
            plans[key] = plan
        }
        guard !plans.isEmpty else {
            throw ImportError(
                "none of its messages is one of the Live API",
                remedy: "livetop import --all-sockets takes them as they are")
        }
    }

    private func plan(_ learned: ForeignConnection, _ identifiers: inout ForeignIdentifiers) -> ForeignPlan {
        let reading = learned.clock.reading(startedAt: nil, length: nil, writtenAt: settings.writtenAt)
        let connection = identifiers.next(at: reading.startedAt)
        let method: Endpoint.Method = learned.liveMessages > 0 ? .bidiGenerateContent : .unknown
        let origin = ForeignOrigin(tool: nil, isTimed: reading.isTimed, isDated: reading.isDated)
        let opening = ConnectionInfo(
            tag: nil, endpoint: Endpoint(surface: .unknown, version: nil, method: method), target: "", upstream: "",
            headers: [], isTLS: true, removedExtensions: nil, origin: origin)
        return ForeignPlan(
            connection: connection, session: SessionID(connection), opening: opening,
            upgrade: Handshake(status: 101, headers: [], timings: ConnectTimings()), reading: reading,
            isReversed: learned.isReversed, isConstant: learned.isConstant,
            isNewestFirst: reading.isTimed && learned.clock.isNewestFirst)
    }

    // MARK: The second time

    mutating func read(_ bytes: [UInt8], digest: String?, _ body: ForeignEvents.Body) throws {
        var pieces = pieces
        self.pieces = MessagePieces(shape)
        try pieces.take(bytes) { _, piece in try give(piece, digest, body) }
        self.pieces = pieces
    }

    private mutating func give(_ piece: [UInt8], _ digest: String?, _ body: ForeignEvents.Body) throws {
        guard let message = try? ForeignMessage(parsing: piece) else { return }
        let key = Key(session: message.session, connection: message.connection)
        guard let plan = plans[key] else { return }
        var events = events[key] ?? ForeignEvents(plan, digest: digest)
        if self.events[key] == nil { try events.open(body) }
        if plan.isNewestFirst {
            try hold(message, piece.count, of: key)
        } else {
            try events.take(message, body)
        }
        self.events[key] = events
    }

    private mutating func hold(_ message: ForeignMessage, _ byteCount: Int, of key: Key) throws {
        heldCount.addClamped(byteCount)
        guard heldCount <= Self.heldLimit else {
            throw ImportError(
                "its newest messages stand first, and there are more than \(Self.heldLimit >> 20) MB of them",
                remedy: "put the oldest first, of lines: tac F | livetop import -")
        }
        held[key, default: []].append(message)
    }

    mutating func finishReading(digest: String?, _ body: ForeignEvents.Body) throws {
        var pieces = pieces
        try pieces.finish { _, piece in try give(piece, digest, body) }
        self.pieces = MessagePieces(shape)
        for key in groups {
            guard var events = events[key] else { continue }
            for message in (held.removeValue(forKey: key) ?? []).reversed() { try events.take(message, body) }
            try events.close(body)
            tally.frames.addClamped(events.frames)
        }
        events = [:]
    }
}

extension ImportTally {
    mutating func note(_ plan: ForeignPlan) {
        connections += 1
        if !plan.reading.isTimed { untimed += 1 }
        if !plan.reading.isDated { undated += 1 }
        timeless += plan.reading.timeless
        if !plan.reading.isUnitTold { conclude("times read as \(plan.reading.unitName) since the start") }
        if let late = plan.reading.lateness {
            conclude("its messages begin \(Figures.clock(late)) after the start that the file names")
        }
        if let zone = plan.reading.zoneError {
            let (length, side) = (Figures.clock(max(zone, .zero - zone)), zone < .zero ? "late" : "early")
            conclude("the start that the file names is \(length) too \(side), a time zone: the messages' times count")
        }
        if plan.isReversed { conclude("directions read from the service's side") }
        if plan.isConstant { conclude("its one direction is no message's: told by what the messages are") }
        if plan.isNewestFirst { conclude("newest first: put in the order of time") }
    }
}
