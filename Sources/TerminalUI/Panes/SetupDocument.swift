import LiveProtocol
import SessionModel
import Wording

/// The setup as it was sent: the instruction's text, each tool with its schema, the message itself. The recording has it.
struct SetupDocument: Hashable, Sendable {
    /// What has been asked for, and for which setup.
    private var span: FrameSpan?
    private var setupAt: Timestamp?
    private var payload: [UInt8]?
    private var problem: String?

    /// The setup is among the first frames that a client sends on a connection.
    private static let frames: ClosedRange<Int64> = 1...8

    /// Asks once for each setup.
    mutating func ask(for setup: SetupSummary?) -> [Effect] {
        guard let setup, setup.at != setupAt || span?.connection != setup.connection else { return [] }
        let span = FrameSpan(connection: setup.connection, sequences: Self.frames, direction: .clientToServer)
        self = SetupDocument()
        (self.span, setupAt) = (span, setup.at)
        return [.readContent(span)]
    }

    mutating func take(_ content: FrameContent) {
        guard content.span == span else { return }
        payload = content.frames.lazy.compactMap(\.payload).last { Self.setup(in: $0) != nil }
        if payload == nil { problem = "its frame was not recorded" }
    }

    mutating func fail(_ span: FrameSpan, _ reason: String) { if span == self.span { problem = reason } }

    /// The message, to be copied.
    var text: String? { payload.map { String(decoding: $0, as: UTF8.self) } }

    private static func setup(in payload: [UInt8]) -> JSONDocument? {
        // What is no JSON is no setup.
        guard let document = try? JSONDocument(payload), document.root["setup"] != nil else { return nil }
        return document
    }

    // MARK: Lines

    private var remark: StyledText {
        if let problem { return StyledText("✗ \(problem)", .faint) }
        return StyledText("reading…", .faint)
    }

    /// The message with a line for each member.
    func source(width: Int, _ privacy: Privacy) -> [StyledText] {
        guard let payload, let document = Self.setup(in: payload) else { return [remark] }
        return JSONLines.lines(of: document.root, width: width, privacy)
    }

    /// Instruction and tools.
    func lines(width: Int, _ privacy: Privacy) -> [StyledText] {
        guard let payload, let setup = Self.setup(in: payload)?.root["setup"] else { return [remark] }
        let parts = setup["systemInstruction"] ?? setup["system_instruction"]
        let texts = (parts?["parts"]?.elements.map { $0["text"]?.string ?? "" } ?? [parts?.string ?? ""])
        let instruction = texts.filter { !$0.isEmpty }.joined(separator: "\n")
        var lines = [StyledText("Instruction", .heading)]
        if instruction.isEmpty { lines.append(StyledText("none", .faint)) }
        for line in instruction.split(separator: "\n", omittingEmptySubsequences: false) where !instruction.isEmpty {
            lines += TextWidth.wrapped(privacy.masked(String(line)), to: width).map { StyledText($0) }
        }
        for tool in (setup["tools"]?.elements).map(Array.init) ?? [] {
            for (name, content) in tool.members { lines += tools(name.string, content, width, privacy) }
        }
        return lines
    }

    private func tools(_ kind: String, _ content: JSONNode, _ width: Int, _ privacy: Privacy) -> [StyledText] {
        guard kind == "functionDeclarations" || kind == "function_declarations" else {
            return ["", StyledText(kind, .accent) + StyledText("  run by the service", .faint)]
        }
        return content.elements.flatMap { function -> [StyledText] in
            let head = StyledText(function["name"]?.string ?? "no name", .accent)
            let words = TextWidth.wrapped(privacy.masked(function["description"]?.string ?? ""), to: max(8, width - 2))
            let schema = function["parameters"] ?? function["parametersJsonSchema"]
            let lines = schema.map { JSONLines.lines(of: $0, width: max(8, width - 2), privacy) } ?? []
            return ["", head] + words.filter { !$0.isEmpty }.map { StyledText("  " + $0) }
                + (schema == nil ? [StyledText("  no parameters", .faint)] : lines.map { "  " + $0 })
        }
    }
}

/// JSON as lines to read, two blanks for each level.
enum JSONLines {
    /// So many lines are read by nobody.
    private static let limit = 5_000

    static func lines(of node: JSONNode, width: Int, _ privacy: Privacy) -> [StyledText] {
        var lines: [StyledText] = []
        append(node, label: "", depth: 0, width, privacy, to: &lines)
        return lines
    }

    private static func append(
        _ node: JSONNode, label: String, depth: Int, _ width: Int, _ privacy: Privacy, to lines: inout [StyledText]
    ) {
        guard lines.count < limit else { return }
        let indent = String(repeating: "  ", count: min(depth, 12))
        let head = StyledText(indent + label + (label.isEmpty ? "" : ": "), .heading)
        if node.isObject {
            if !label.isEmpty { lines.append(StyledText(indent + label, .heading)) }
            for (key, value) in node.members {
                append(value, label: key.string, depth: depth + (label.isEmpty ? 0 : 1), width, privacy, to: &lines)
            }
        } else if node.isArray, node.elements.contains(where: { $0.isObject || $0.isArray }) {
            if !label.isEmpty { lines.append(StyledText(indent + label, .heading)) }
            for element in node.elements {
                append(element, label: "-", depth: depth + 1, width, privacy, to: &lines)
            }
        } else if node.isArray {
            let words = node.elements.map { $0.string ?? String(decoding: $0.source, as: UTF8.self) }
            lines.append(head + StyledText(privacy.masked(words.joined(separator: ", "))))
        } else {
            let text = node.string ?? String(decoding: node.source, as: UTF8.self)
            let wrapped = TextWidth.wrapped(privacy.masked(text), to: max(8, width - head.width))
            let blank = StyledText(String(repeating: " ", count: head.width))
            lines += wrapped.enumerated().map { ($0 == 0 ? head : blank) + StyledText($1) }
        }
    }
}
