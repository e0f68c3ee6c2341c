import ArgumentParser
import Foundation
import LiveProtocol
import Runtime
import SessionStore
import Settings

/// What a shell offers for the name of a session or a tag: asked for while somebody types, so it is quick, and silent
/// where there is nothing to say.
enum RecordedNames {
    /// So many of the newest sessions; nobody looks for an older one by its beginning.
    private static let limit = 200

    /// `@last`, sessions, and their tags.
    static var sessions: CompletionKind { .custom { words, _, _ in sessions(words) } }

    static var tags: CompletionKind { .custom { words, _, _ in tags(words) } }

    private static func sessions(_ words: [String]) -> [String] {
        let names = names(words)
        guard !names.isEmpty else { return [] }
        return ["@last"] + names.map(\.session.description) + unique(names.compactMap(\.tag)).map { "tag" + colon + $0 }
    }

    /// zsh takes what stands behind a bare colon for a description.
    private static var colon: String { CompletionShell.requesting == .zsh ? "\\:" : ":" }

    private static func tags(_ words: [String]) -> [String] { unique(names(words).compactMap(\.tag)) }

    private static func names(_ words: [String]) -> [(session: SessionID, tag: String?)] {
        // Whatever is wrong, the command itself will tell; here it would only disturb the line that is being typed.
        guard let folder = try? folder(words), let database = try? SessionDatabase.open(in: folder, readOnly: true)
        else { return [] }
        return (try? SessionIndex(database).names(limit: limit)) ?? []
    }

    /// The folder that the command being typed would read.
    private static func folder(_ words: [String]) throws -> URL {
        let flag = SettingKey.dataDirectory.flag
        let joined = words.last { $0.hasPrefix(flag + "=") }.map { String($0.dropFirst(flag.count + 1)) }
        let behind = words.lastIndex(of: flag).flatMap { words.indices.contains($0 + 1) ? words[$0 + 1] : nil }
        // Words come as they are typed.
        let typed = (joined ?? behind).map {
            NSString(string: $0.filter { !"\"'\\".contains($0) }).expandingTildeInPath
        }
        let settings = try Configuration.load(flags: typed.map { [.dataDirectory: [$0]] } ?? [:]).settings
        return URL(filePath: settings.dataDirectory, directoryHint: .isDirectory)
    }

    private static func unique(_ texts: [String]) -> [String] {
        texts.reduce(into: []) { known, text in
            if !known.contains(text) { known.append(text) }
        }
    }
}
