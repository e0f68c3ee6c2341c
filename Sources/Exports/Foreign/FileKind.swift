import LiveProtocol

/// What a file is that somebody wants to import, told by its first bytes.
public enum FileKind: Hashable, Sendable {
    case bundle
    /// Lines of `livetop.frame/1` and `livetop.event/1`.
    case ownLines
    case foreign(ForeignShape)

    /// Bytes that are enough to tell.
    public static let headLength = 1 << 16

    /// Throws what to say of a file that cannot be imported, and what would help.
    ///
    /// - Parameters:
    ///   - head: the first bytes, without a byte order mark.
    ///   - path: as it is to be named in a command.
    public init(head: [UInt8], path: String) throws(ImportError) {
        if head.starts(with: "SQLite format 3\0".utf8) {
            self = .bundle
            return
        }
        if let refusal = Self.refusal(head, path) { throw refusal }
        guard let first = head.first(where: { $0 > 0x20 }) else {
            throw ImportError(
                head.isEmpty
                    ? "the file is empty" : "there is nothing but zeros or white space at its beginning")
        }
        switch first {
        case UInt8(ascii: "["): self = .foreign(Self.isTuple(head) ? .lines : .array)
        case UInt8(ascii: "{"): self = Self.object(String(decoding: head, as: UTF8.self))
        default:
            throw ImportError(
                "it is neither a bundle nor NDJSON nor an HTTP archive", remedy: MessagesReader.howTo)
        }
    }

    /// The first line is a message of its own, `[12.5, "up", {…}]`, and no array of messages.
    private static func isTuple(_ head: [UInt8]) -> Bool {
        let line = head.drop { $0 <= 0x20 }.prefix { $0 != 0x0A && $0 != 0x0D }
        guard let root = (try? JSONDocument(Array(line)))?.root else { return false }
        return root.elements.contains { !$0.isObject && !$0.isArray }
    }

    private static func object(_ head: String) -> FileKind {
        let start = head.prefix(4_096)
        if start.contains(/"schema"\s*:\s*"livetop\.(frame|event|finding)\//) { return .ownLines }
        let line = head.prefix { !$0.isNewline }
        let isWholeLine = line.endIndex < head.endIndex && (try? JSONDocument(Array(line.utf8))) != nil
        if !isWholeLine || head.dropFirst(line.count).allSatisfy(\.isWhitespace) {
            if head.contains(/"log"\s*:\s*\{/) { return .foreign(.archive) }
            if let key = wrapper(start), !isMessage(line) { return .foreign(.wrapped(key)) }
        }
        if isWholeLine || line.endIndex == head.endIndex { return .foreign(.lines) }
        return .foreign(.values)
    }

    /// The key of the first array, where it is one that holds messages.
    private static func wrapper(_ start: Substring) -> String? {
        guard let bracket = start.firstIndex(of: "[") else { return nil }
        let before = start[..<bracket].reversed().drop { $0.isWhitespace || $0 == ":" }
        guard before.first == "\"" else { return nil }
        let key = String(before.dropFirst().prefix { $0 != "\"" }.reversed())
        return wrappers.contains(ForeignMessageReader.normalized(key)) ? key : nil
    }

    private static let wrappers: Set<String> = [
        "messages", "frames", "events", "entries", "log", "items", "records", "data", "websocketmessages",
    ]

    /// A single line that is a message of its own has arrays in it, too.
    private static func isMessage(_ line: Substring) -> Bool {
        (try? ForeignMessage(parsing: Array(line.utf8))).map { message in
            if case .frame = message.content {
                message.direction != nil || message.kinds.direction != nil
            } else {
                false
            }
        } ?? false
    }

    // MARK: What is refused with words

    private static func refusal(_ head: [UInt8], _ path: String) -> ImportError? {
        let name = path == "-" ? "F" : path
        for (magic, format, tool) in packed where head.starts(with: magic) {
            return ImportError("it is packed with \(format)", remedy: "\(tool) \(name) | livetop import -")
        }
        if head.starts(with: [0x50, 0x4B, 3, 4]) {
            return ImportError(
                "it is a ZIP archive",
                remedy: "unpack it into a folder (Playwright's: with the files beside the .har), import the .har")
        }
        for magic in captures where head.starts(with: magic) {
            return ImportError(
                "it is a packet capture, in which a call is encrypted",
                remedy: "record it with livetop run, or with mitmdump --set hardump=F.har")
        }
        let text = String(decoding: head.prefix(4_096), as: UTF8.self)
        if text.prefixMatch(of: /\d{1,9}:\d{1,6}:/) != nil {
            return ImportError(
                "it is a flow file of mitmproxy",
                remedy: "mitmdump -nr \(name) --set hardump=F.har, then livetop import F.har")
        }
        if text.contains(/(?m)^(http_)?interactions:|^- (request|response):|^version: \d/) || text.hasPrefix("---")
            || text.hasPrefix("%YAML")
        {
            return ImportError(
                "it is YAML, such as a cassette of vcrpy, which holds HTTP requests and no times of messages",
                remedy: "where it holds messages, convert them to lines such as "
                    + #"{"t":12.5,"dir":"up","json":{…}} with python3 -c 'import json,yaml; …': docs/exports.md"#)
        }
        if text.prefixMatch(of: /\s*<(!doctype|html|\?xml)/.ignoresCase()) != nil {
            return ImportError("it is a page or XML", remedy: MessagesReader.howTo)
        }
        return nil
    }

    private static let packed: [(magic: [UInt8], format: String, tool: String)] = [
        ([0x1F, 0x8B], "gzip", "gzip -dc"), ([0xFD, 0x37, 0x7A, 0x58, 0x5A], "xz", "xz -dc"),
        ([0x28, 0xB5, 0x2F, 0xFD], "zstd", "zstd -dc"), (Array("BZh".utf8), "bzip2", "bzip2 -dc"),
        ([0x78, 0x9C], "zlib", "zlib-flate -uncompress <"), ([0x78, 0xDA], "zlib", "zlib-flate -uncompress <"),
    ]
    private static let captures: [[UInt8]] = [
        [0xD4, 0xC3, 0xB2, 0xA1], [0xA1, 0xB2, 0xC3, 0xD4], [0x4D, 0x3C, 0xB2, 0xA1], [0xA1, 0xB2, 0x3C, 0x4D],
        [0x0A, 0x0D, 0x0D, 0x0A],
    ]
}
