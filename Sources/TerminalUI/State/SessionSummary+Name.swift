import LiveProtocol
import SessionModel
import Wording

extension SessionSummary {
    /// What its client calls it; nil where there is nothing of that to be seen, as of a tag of blanks.
    var shownTag: String? { Self.shown(tag) }

    static func shown(_ tag: String?) -> String? {
        guard let tag, tag.unicodeScalars.contains(where: isSeen) else { return nil }
        return tag
    }

    /// For a sentence or a title: the tag, masked and cut, else the id.
    func name(_ privacy: Privacy) -> String {
        shownTag.map { Self.short($0, privacy) } ?? id.description
    }

    /// With its id, such as `checkout 6g002byh`.
    func nameAndID(_ privacy: Privacy) -> String {
        ([shownTag.map { Self.short($0, privacy) }].compactMap(\.self) + [id.description]).joined(separator: " ")
    }

    /// Columns that a tag may take where other words follow it.
    private static let longestTag = 40

    private static func short(_ tag: String, _ privacy: Privacy) -> String {
        TextWidth.truncated(privacy.masked(tag), to: longestTag)
    }

    private static func isSeen(_ scalar: Unicode.Scalar) -> Bool {
        switch TextWidth.columns(of: scalar) {
        case .one(let shown): shown != " " && !shown.properties.isWhitespace
        case .two(let shown): !shown.properties.isWhitespace
        case .spelled: true
        case .combining, .dropped: false
        }
    }
}
