import LiveProtocol

/// Reads the WebSocket messages of an HTTP archive: ours, Chrome's, Playwright's, HTTP Toolkit's, mitmproxy's, or any other
/// that has `_webSocketMessages`, one entry after the other.
///
/// Such an archive lists whole messages. What was lost on the way there (fragments, masks) stays lost, except for what our
/// own archives keep in `_livetop`.
struct HARReader {
    private let settings: ForeignSettings
    private var splitter = JSONSplitter(Self.shape)
    private(set) var tally = ImportTally()
    private var identifiers: ForeignIdentifiers
    private var plans: [Int: ForeignPlan] = [:]
    /// Entries that are over.
    private var entries = 0
    /// Messages of the entry at hand.
    private var messages = 0
    private var learned = ForeignConnection()
    private var events: ForeignEvents?
    private var hasDocument = false
    /// Numbers of entries that are Live calls without a message.
    private var silentCalls: [Int] = []

    init(_ settings: ForeignSettings) {
        self.settings = settings
        identifiers = ForeignIdentifiers(isTaken: settings.isTaken)
    }

    /// Bodies are what is large in an archive, and nothing of a call.
    private static let shape = JSONSplitter.Shape(members: [
        "log": .init(
            .document,
            members: [
                "entries": .init(
                    element: .init(
                        .entry,
                        members: [
                            "_webSocketMessages": .init(element: .init(.message)),
                            "response": .init(members: ["content": .init(members: ["text": .init(.skipped)])]),
                            "request": .init(members: ["postData": .init(.skipped)]),
                        ])),
                "pages": .init(.skipped),
            ])
    ])

    private mutating func split(
        _ bytes: [UInt8]?, _ body: (inout HARReader, JSONSplitter.Role, [UInt8]) throws -> Void
    ) throws {
        var splitter = splitter
        self.splitter = JSONSplitter(Self.shape)
        if let bytes {
            try splitter.take(bytes) { role, piece in try body(&self, role, piece) }
        } else {
            do { try splitter.finish { role, piece in try body(&self, role, piece) } } catch let error as ImportError {
                throw ImportError(
                    "\(error.reason): it breaks off in entry \(entries + 1), behind message \(messages)",
                    remedy: "save the archive once more: its end is missing")
            }
        }
        self.splitter = splitter
    }

    var planned: [ForeignReader.Planned] {
        plans.sorted { $0.key < $1.key }.map { ForeignReader.Planned($0.value) }
    }

    // MARK: The first time

    mutating func learn(_ bytes: [UInt8]) throws {
        do { try split(bytes) { try $0.learn($1, $2) } } catch let error as ImportError {
            throw entries > 0 || messages > 0 ? error.inEntry(entries + 1, message: messages) : error
        }
    }

    private mutating func learn(_ role: JSONSplitter.Role, _ piece: [UInt8]) throws {
        switch role {
        case .message: learn(message: piece)
        case .entry:
            try endLearning(piece)
            entries += 1
            (messages, learned) = (0, ForeignConnection())
        case .document:
            hasDocument = true
            tally.tool = Self.tool(piece)
        case .skipped: break
        }
    }

    private mutating func learn(message piece: [UInt8]) {
        messages += 1
        do { try learned.learn(ForeignMessage(parsing: piece)) } catch {
            tally.addBad("entry \(entries + 1), message \(messages)", error.reason)
        }
    }

    private mutating func endLearning(_ piece: [UInt8]) throws {
        guard let document = try? JSONDocument(piece) else {
            throw ImportError("entry \(entries + 1) is not JSON")
        }
        let entry = ForeignEntry(document.root)
        if let name = entry.attachment, messages == 0 {
            var pieces = MessagePieces.attached
            let isThere = try settings.attachment(name) { bytes in
                try pieces.take(bytes) { _, piece in learn(message: piece) }
            }
            try pieces.finish { _, piece in learn(message: piece) }
            guard isThere else {
                throw ImportError(
                    "entry \(entries + 1) keeps its messages in \(name), which is not beside it",
                    remedy: "put \(name) into the same folder and name the archive, not the standard input")
            }
        }
        guard entry.isSocket || messages > 0 else { return }
        if entry.isLive, messages == 0, !entry.hasFailed { silentCalls.append(entries + 1) }
        guard let plan = try plan(entry) else { return tally.leaveOut(entry.address) }
        tally.note(plan)
        plans[entries] = plan
    }

    /// Nil for a socket that is no Live call and not wanted.
    private mutating func plan(_ entry: ForeignEntry) throws -> ForeignPlan? {
        let isOwn = entry.own != nil
        guard
            isOwn || settings.takesAllSockets || entry.isLive && (messages > 0 || entry.hasFailed)
                || learned.liveMessages > 0
        else { return nil }
        var reading = learned.clock.reading(
            startedAt: entry.startedAt, length: entry.length, writtenAt: settings.writtenAt)
        if isOwn {
            reading.isTimed = entry.ownOrigin?.isTimed ?? true
            reading.isDated = entry.ownOrigin?.isDated ?? true
        }
        var connection = entry.ownConnection
        if let own = connection {
            guard identifiers.claim(own) else { throw ImportError("two entries have the same connection") }
        } else {
            connection = identifiers.next(at: reading.startedAt)
        }
        guard let connection else { return nil }
        return entry.plan(connection, reading, learned)
    }

    private static func tool(_ piece: [UInt8]) -> String? {
        guard let document = try? JSONDocument(piece), let creator = document.root["creator"],
            let name = creator["name"]?.string, !name.isEmpty
        else { return nil }
        let version = creator["version"]?.string.map { " \($0)" } ?? ""
        return String((name + version).prefix(80))
    }

    mutating func finishLearning() throws {
        try split(nil) { try $0.learn($1, $2) }
        guard hasDocument else { throw ImportError("it is no HTTP archive: it has no log") }
        guard plans.isEmpty else {
            if plans.count == plans.values.count(where: { $0.opening.origin == nil }) { tally.tool = nil }
            (entries, messages) = (0, 0)
            splitter = JSONSplitter(Self.shape)
            for key in plans.keys { plans[key]?.opening.origin?.tool = tally.tool }
            return
        }
        throw refusal
    }

    private var refusal: ImportError {
        if let first = silentCalls.first {
            return ImportError(
                "entry \(first) is a Live call, but the archive holds none of its messages", remedy: Self.recordingHint)
        }
        if tally.leftOutCount > 0 {
            return ImportError(
                "none of its \(tally.leftOutCount) sockets is a Live call (\(tally.leftOut.joined(separator: ", ")))",
                remedy: "livetop import --all-sockets takes them as they are")
        }
        if let first = tally.bad.first {
            return ImportError("none of its messages can be understood (\(first.place): \(first.reason))")
        }
        return ImportError(
            "the archive holds no WebSocket messages (`_webSocketMessages`) in its \(entries) entries",
            remedy: Self.recordingHint)
    }

    private static let recordingHint =
        "record them: Chrome from 76 on with the network panel open before the call, mitmdump --set hardump=F.har, "
        + "Playwright from 1.61 on with content embed or attach, or livetop itself"

    // MARK: The second time

    mutating func read(_ bytes: [UInt8], digest: String?, _ body: ForeignEvents.Body) throws {
        try split(bytes) { try $0.give($1, $2, digest, body) }
    }

    mutating func finishReading(digest: String?, _ body: ForeignEvents.Body) throws {
        try split(nil) { try $0.give($1, $2, digest, body) }
    }

    private mutating func give(
        _ role: JSONSplitter.Role, _ piece: [UInt8], _ digest: String?, _ body: ForeignEvents.Body
    ) throws {
        switch role {
        case .message: try give(message: piece, digest, body)
        case .entry:
            if let plan = plans[entries] {
                if events == nil { try open(plan, digest, body) }
                if let document = try? JSONDocument(piece), messages == 0,
                    let name = ForeignEntry(document.root).attachment
                {
                    try giveAttached(name, digest, body)
                }
                try events?.close(body)
                tally.frames.addClamped(events?.frames ?? 0)
            }
            events = nil
            entries += 1
            messages = 0
        case .document, .skipped: break
        }
    }

    private mutating func giveAttached(_ name: String, _ digest: String?, _ body: ForeignEvents.Body) throws {
        var pieces = MessagePieces.attached
        _ = try settings.attachment(name) { bytes in
            try pieces.take(bytes) { _, piece in try give(message: piece, digest, body) }
        }
        try pieces.finish { _, piece in try give(message: piece, digest, body) }
    }

    private mutating func open(_ plan: ForeignPlan, _ digest: String?, _ body: ForeignEvents.Body) throws {
        var events = ForeignEvents(plan, digest: digest)
        try events.open(body)
        self.events = events
    }

    private mutating func give(message piece: [UInt8], _ digest: String?, _ body: ForeignEvents.Body) throws {
        messages += 1
        guard let plan = plans[entries] else { return }
        if events == nil { try open(plan, digest, body) }
        guard let message = try? ForeignMessage(parsing: piece) else { return }
        try events?.take(message, body)
    }
}

extension ImportError {
    fileprivate func inEntry(_ entry: Int, message: Int) -> ImportError {
        reason.hasPrefix("entry ")
            ? self : ImportError("entry \(entry), behind message \(message): \(reason)", remedy: remedy)
    }
}
