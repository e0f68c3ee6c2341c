/// What a page of an error says, without its markup: a proxy's or a front end's answer where JSON was expected.
enum HTMLText {
    private static let limit = 200

    /// Text that is no HTML comes back as it is.
    static func plain(_ text: String) -> String {
        trimmed(isPage(text) ? withoutTags(text) : text)
    }

    static func isPage(_ text: String) -> Bool {
        guard text.contains("<"), text.contains(">") else { return false }
        let lower = text.lowercased()
        return ["<html", "<!doctype", "<head", "<title", "<body", "<h1", "<p>"].contains(where: lower.hasPart)
    }

    /// Of scripts, styles and comments nothing is left either.
    private static func withoutTags(_ text: String) -> String {
        var plain = ""
        var rest = text[...]
        while let open = rest.firstIndex(of: "<") {
            plain += rest[..<open]
            plain += " "
            rest = rest[open...]
            let end = ["<style": "</style>", "<script": "</script>", "<!--": "-->"].first { start, _ in
                rest.prefix(8).lowercased().hasPrefix(start)
            }?.value
            if let end, let close = rest.firstRange(of: end) {
                rest = rest[close.upperBound...]
            } else if let close = rest.firstIndex(of: ">") {
                rest = rest[rest.index(after: close)...]
            } else {
                // Cut in the middle of a tag.
                rest = ""
            }
        }
        return entities(plain + rest)
    }

    private static func entities(_ text: String) -> String {
        [("&nbsp;", " "), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")].reduce(text) {
            $0.replacing($1.0, with: $1.1)
        }
    }

    private static func trimmed(_ text: String) -> String {
        let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        let cut = words.count > limit ? words.prefix(limit) + "…" : words[...]
        // The sentence that quotes it has a full stop of its own.
        return String(cut.hasSuffix(".") ? cut.dropLast() : cut)
    }
}
