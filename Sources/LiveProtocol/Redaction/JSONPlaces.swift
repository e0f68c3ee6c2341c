/// Where in a JSON document the next byte stands, and what is to be done with a value there. It is told of brackets,
/// colons, commas and keys, and of nothing else, so it serves a message and a document within a text alike.
///
/// Nested deeper than its limit, everything is text in which only keys count.
struct JSONPlaces: Sendable {
    private let root: PayloadLevel
    private let limit: Int
    /// What stands where a number or a whole object stood.
    let placeholder: [UInt8]

    /// One entry for each open object or array.
    private(set) var levels: [PayloadLevel] = []
    /// Objects and arrays open beyond the limit.
    private var levelsBeyond = 0
    /// The outermost of those in which everything is secret.
    private var secretLevelBeyond: Int?
    /// The place of the value that is expected; nil where a key is.
    private(set) var expected: ValuePlace? = .plain
    /// The last string that stood where a key is expected.
    private(set) var key = KeyHash()
    private(set) var role: KeyRole = .none
    /// The name that is being read as a value.
    private var name: SpokenName?
    /// The step of the event that is being read.
    private var step = KeyHash()

    /// An argument in pieces is a secret, and more of it may come in the next message.
    private(set) var continued: ValuePlace?
    /// Which texts in pieces are complete.
    private var ended: TextStreams.End?

    init(root: PayloadLevel, limit: Int, placeholder: [UInt8]) {
        self.root = root
        self.limit = limit
        self.placeholder = placeholder
    }

    var isEmpty: Bool { levels.isEmpty && levelsBeyond == 0 }

    /// A new document begins. What goes on from message to message stays, and so does the room for its levels.
    mutating func reset() {
        levels.removeAll(keepingCapacity: true)
        levelsBeyond = 0
        secretLevelBeyond = nil
        expected = .plain
        key = KeyHash()
        role = .none
        name = nil
        step = KeyHash()
        ended = nil
    }

    mutating func takeEnded() -> TextStreams.End? {
        defer { ended = nil }
        return ended
    }

    // MARK: Structure

    mutating func open(isArray: Bool, at index: Int) {
        beginValue(at: index)
        let expected = expected ?? .plain
        if levels.count < limit {
            // In place: a level holds an array, and a copy of it would be counted.
            let last = levels.count - 1
            levels.append(
                last < 0
                    ? root.opening(expected, isArray: isArray, under: key, role)
                    : levels[last].opening(expected, isArray: isArray, under: key, role))
        } else {
            levelsBeyond += 1
            if expected.replacesStrings { secretLevelBeyond = secretLevelBeyond ?? levelsBeyond }
        }
        expectNext()
    }

    mutating func close(at index: Int, _ edits: inout Edits) {
        if levelsBeyond > 0 {
            if secretLevelBeyond == levelsBeyond { secretLevelBeyond = nil }
            levelsBeyond -= 1
        } else if var level = levels.popLast() {
            level.pair.endValue(at: index)
            if level.place == .partialArgument, !level.isArray { endPartialArgument(level.pair, &edits) }
            if level.endsStep { ended = .step(step) }
        }
        expectNext()
    }

    mutating func comma(at index: Int) {
        if levelsBeyond == 0, !levels.isEmpty { levels[levels.count - 1].pair.endValue(at: index) }
        expectNext()
    }

    mutating func colon() {
        guard levelsBeyond == 0 else {
            expected = secretLevelBeyond == nil ? PayloadLevel.root.place(of: key, .none) : .secret
            return
        }
        role = KeyRole.of(key)
        let last = levels.count - 1
        expected = last < 0 ? root.place(of: key, role) : levels[last].place(of: key, role)
        switch role {
        case .none: return
        case .mimeType where !levels.isEmpty: levels[levels.count - 1].hasMimeType = true
        case .index where isAmongEvents: step = KeyHash()
        default: break
        }
    }

    /// What comes behind an opening bracket or a comma: a key in an object, else a value in the place of its array.
    /// Beyond the limit nobody knows which, and a string is scanned as either.
    private mutating func expectNext() {
        role = .none
        guard levelsBeyond == 0 else {
            expected = secretLevelBeyond == nil ? nil : .secret
            return
        }
        let last = levels.count - 1
        guard last >= 0 else {
            expected = .plain
            return
        }
        expected = levels[last].isArray ? levels[last].place : nil
    }

    /// An argument without a path goes on where the one before it ended.
    private mutating func endPartialArgument(_ pair: NamedPair, _ edits: inout Edits) {
        var pair = pair
        if !pair.hasName { pair.replaceValues(in: continued, placeholder, &edits) }
        let place = pair.hasName ? pair.place : continued
        continued = pair.isContinued ? place : nil
        if !pair.isContinued, let stream = pair.stream { ended = .text(stream) }
    }

    // MARK: Keys and values

    mutating func beginKey() { key = KeyHash() }

    mutating func appendToKey(_ byte: UInt8) { key.append(byte) }

    mutating func appendToKey(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>) {
        var key = key
        for index in range { key.append(bytes[index]) }
        self.key = key
    }

    /// A string, an object or an array begins; `index` is its first byte.
    mutating func beginValue(at index: Int) { beginValue(at: index, isNumber: false) }

    private mutating func beginValue(at index: Int, isNumber: Bool) {
        guard role == .value, levelsBeyond == 0, !levels.isEmpty else { return }
        levels[levels.count - 1].pair.beginValue(at: index, isNumber: isNumber)
    }

    /// A number or a word begins with `byte`.
    mutating func beginWord(_ byte: UInt8, at index: Int) {
        guard role != .none, expected != nil, !levels.isEmpty else { return }
        let isTrue = byte == UInt8(ascii: "t")
        switch role {
        case .value where Self.beginsNumber(byte): beginValue(at: index, isNumber: true)
        case .continuation where isTrue: levels[levels.count - 1].pair.isContinued = true
        case .turnEnd where isTrue && isAmongEvents: ended = .all
        default: break
        }
    }

    /// A byte of a number.
    mutating func takeWord(_ byte: UInt8) {
        if role == .index, isAmongEvents { step.append(byte) }
    }

    static func beginsNumber(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
    }

    /// Not among the user's words and not within a piece.
    private var isAmongEvents: Bool {
        let last = levels.count - 1
        return last >= 0 && !levels[last].isFreeForm && levels[last].stream == nil
    }

    // MARK: Names that are values

    /// A string begins that is neither a key nor replaced.
    mutating func beginText() {
        guard levelsBeyond == 0, !levels.isEmpty else { return }
        name = role == .name || role == .path || role == .event ? SpokenName(isPath: role == .path) : nil
    }

    var isInName: Bool { name != nil }

    mutating func appendToName(_ byte: UInt8) { name?.append(byte) }

    mutating func endText(_ edits: inout Edits) {
        guard let name else { return }
        self.name = nil
        guard !levels.isEmpty else { return }
        guard role == .event else {
            levels[levels.count - 1].pair.name(name.place, placeholder, &edits)
            if role == .path { levels[levels.count - 1].stream = levels.last?.stream?.followed(by: name.all) }
            return
        }
        if KeyHash.stepEvents.contains(name.all) {
            levels[levels.count - 1].endsStep = true
        } else if name.all != .stepDelta {
            ended = .all
        }
    }

    /// What names the longer text of which the text that begins here is a piece; nil where it stands alone.
    mutating func streamOfText() -> TextStreams.Name? {
        let last = levels.count - 1
        guard levelsBeyond == 0, last >= 0, let stream = levels[last].stream, !levels[last].isArray,
            KeyHash.pieces.contains(key)
        else { return nil }
        let text = stream.followed(by: key).followed(by: step)
        levels[last].pair.stream = text
        return TextStreams.Name(text: text, step: step)
    }

    // MARK: Chunks

    /// Positions of the chunk mean nothing any more.
    mutating func endChunk() {
        for index in levels.indices { levels[index].pair.endChunk() }
    }
}
