/// A fault as people write it, taken apart: `goaway@30s,left=10s`.
///
/// ```
/// NAME[:ARGUMENT…][@WHEN][,KEY=VALUE…]
/// ```
///
/// Arguments may follow behind spaces instead of colons: `close 1011 internal error`. What a file or flags say is the
/// same values by name (`FaultValues`).
public enum FaultText {
    /// Reads one fault, and says so where it could never do anything.
    public static func parse(_ text: String) throws(FaultError) -> Fault {
        try FaultReader(values(of: text), text).fault()
    }

    /// The same before it is known whether it makes sense.
    public static func values(of text: String) throws(FaultError) -> FaultValues {
        var values = FaultValues()
        var head = text.trimmed
        for part in options(of: &head) {
            let name = part.prefix { $0 != "=" }
            values.named[String(name).trimmed] = String(part.dropFirst(name.count + 1)).trimmed
        }
        if let at = head.lastIndex(of: "@") {
            values.named["at"] = String(head[head.index(after: at)...]).trimmed
            head = String(head[..<at]).trimmed
        }
        let words = words(of: head)
        values.name = words.first ?? ""
        guard let name = FaultName(rawValue: values.name.lowercased()) else { return values }
        let limit = name.parameters.count
        guard words.count - 1 <= limit || name == .close else {
            throw FaultError(
                "\(name.rawValue) takes \(limit == 0 ? "no argument" : "no more than \(limit)"), and there is '\(words.last ?? "")'",
                cure: "see livetop fault --list")
        }
        for (parameter, word) in zip(name.parameters, words.dropFirst()) { values.named[parameter] = word }
        return values
    }

    /// Cuts `,KEY=VALUE` off the end. A comma without a key behind it belongs to what stands before it.
    private static func options(of head: inout String) -> [Substring] {
        var parts: [Substring] = []
        var pieces = head.split(separator: ",", omittingEmptySubsequences: false)
        while pieces.count > 1, let last = pieces.last, isOption(last) {
            parts.append(last)
            pieces.removeLast()
        }
        head = pieces.joined(separator: ",").trimmed
        return parts
    }

    private static func isOption(_ piece: Substring) -> Bool {
        let name = piece.prefix { $0 != "=" }
        return name.count < piece.count && String(name).trimmed.allSatisfy { $0.isLetter || $0 == "-" }
    }

    /// At most three: the reason of a close has words of its own.
    private static func words(of head: String) -> [String] {
        let name = head.prefix { $0 != ":" && $0 != " " }
        guard name.count < head.count else { return [String(name)] }
        let separator = head[name.endIndex]
        return head.split(separator: separator, maxSplits: 2).map { String($0).trimmed }.filter { !$0.isEmpty }
    }
}

extension FaultText {
    /// Faults that belong together, at another moment: those that have one of time, turns or messages get it, the others
    /// follow from them. Where none has, all of them do.
    public static func placed(_ texts: [String], at moment: String) throws(FaultError) -> [String] {
        var isPlaced: [Bool] = []
        for text in texts {
            switch try parse(text).trigger {
            case .after, .turns, .messages: isPlaced.append(true)
            case .now, .event: isPlaced.append(false)
            }
        }
        var moved: [String] = []
        for (text, isOwn) in zip(texts, isPlaced) {
            moved.append(isPlaced.contains(true) && !isOwn ? text : try placed(text, at: moment))
        }
        return moved
    }

    /// The same fault at a moment of its own.
    static func placed(_ text: String, at moment: String) throws(FaultError) -> String {
        var values = try values(of: text)
        // What has no moment comes now.
        if moment == "now", values.named["at"] == nil { return text }
        values.named["at"] = moment
        let fault = try values.fault()
        return fault.description
    }
}

extension String {
    /// Without spaces at its ends.
    var trimmed: String {
        String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
