package import LiveProtocol
package import SessionModel

/// What can be said of a setup without a call: what the service would refuse, ignores, deprecates or charges extra for.
package enum SetupLint {
    package struct Row: Hashable, Sendable {
        /// As on the wire, such as `generationConfig.thinkingConfig`.
        package var field: String
        /// `refused`, `required`, `ignored`, `deprecated`, `charged`, `suspect`, `unknown`, `ended` or `ending`.
        package var effect: String
        /// What stands there.
        package var written: String
        package var fix: String
        package var source: String

        /// The service would not begin the call.
        package var isFatal: Bool { ["refused", "required", "ended"].contains(effect) }
    }

    /// The worst first.
    ///
    /// - Parameters:
    ///   - unknown: paths in the setup that livetop does not know.
    ///   - day: on which the call is to be made; nil where nobody knows.
    package static func rows(
        of setup: SetupSummary, unknown: [String] = [], models: ModelTable, on day: CalendarDay?
    ) -> [Row] {
        let rows = path(setup) + model(setup, models, day) + fields(setup) + others(setup) + unknown.map(drift)
        return rows.enumerated().sorted { ($0.element.rank, $0.offset) < ($1.element.rank, $1.offset) }.map(\.element)
    }

    private static func path(_ setup: SetupSummary) -> [Row] {
        guard let path = ModelPath(setup) else { return [] }
        return [
            Row(
                field: "model", effect: "refused", written: "\(setup.setup.model ?? "–"), \(path.words)",
                fix: path.cure,
                source: "google-genai 3.6.1")
        ]
    }

    private static func model(_ setup: SetupSummary, _ models: ModelTable, _ day: CalendarDay?) -> [Row] {
        guard let id = setup.model, !id.isEmpty else {
            return [
                Row(
                    field: "model", effect: "required", written: "no model",
                    fix: "Name a model: models/gemini-3.8-live.",
                    source: "google-genai 3.6.1")
            ]
        }
        var rows: [Row] = []
        let profile = models.profile(of: id)
        let source = profile?.source ?? "livetop's table of \(models.dated)"
        if let doubt = ModelPlatform.doubt(about: setup), profile?.ends == nil {
            rows.append(
                Row(
                    field: "model", effect: "suspect", written: doubt.words(id),
                    fix: "`livetop models` says where each model is served.", source: source))
        }
        guard let profile else {
            let row = Row(
                field: "model", effect: "unknown", written: id,
                fix: "Nothing is known of it: check the name, or add it to models.toml.", source: source)
            return rows + [row]
        }
        let cure = profile.replacement.map { "Use \($0) instead." } ?? "`livetop models` lists what is known."
        if profile.hasEnded(by: day) {
            let when = profile.ends.map { "ended on \($0)" } ?? "is gone"
            rows.append(Row(field: "model", effect: "ended", written: "\(id) \(when)", fix: cure, source: source))
        } else if let ends = profile.ends {
            rows.append(
                Row(field: "model", effect: "ending", written: "\(id) ends on \(ends)", fix: cure, source: source))
        }
        return rows
    }

    private static func fields(_ setup: SetupSummary) -> [Row] {
        ModelFields.findings(in: setup).map { found in
            Row(
                field: found.row.field, effect: found.row.effect.rawValue, written: found.written, fix: found.row.fix,
                source: found.row.source)
        }
    }

    private static func others(_ setup: SetupSummary) -> [Row] {
        let known = Set(ModelFields.findings(in: setup).map(\.written))
        let suspects = SetupSuspects.of(setup).filter { !known.contains($0) }.map { words in
            Row(
                field: "setup", effect: "suspect", written: words, fix: "Leave it out, or mend it.",
                source: "public reports; docs/rules.md#setup")
        }
        return suspects
            + setup.setup.generation.unsupported.map { name in
                Row(
                    field: "generationConfig.\(name)", effect: "refused", written: name,
                    fix: "Remove it: Live does not support it.", source: "generative_service.proto")
            }
    }

    private static func drift(_ path: String) -> Row {
        Row(
            field: path.hasPrefix("setup.") ? String(path.dropFirst(6)) : path, effect: "unknown", written: path,
            fix: "livetop does not know it: check the spelling and the place.", source: "docs/protocol.md")
    }
}

extension SetupLint.Row {
    fileprivate var rank: Int {
        ["refused", "required", "ended", "suspect", "unknown", "ignored", "deprecated", "ending", "charged"]
            .firstIndex(of: effect) ?? 9
    }
}

extension ModelPlatform.Doubt {
    fileprivate func words(_ id: String) -> String {
        switch self {
        case .otherPlatform: "\(id) is a name of the other platform"
        case .location: "Live is not served from the location global"
        case .notLive: "\(id) is not known as a Live model"
        }
    }
}
