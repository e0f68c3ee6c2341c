/// Which folders of a target refer to which others, read from the names of types.
///
/// A folder is what lies directly in the target, with everything below it; files beside the folders are one of their own,
/// named `.`. Only names are read: a function that an extension adds to a type of another folder is not seen.
struct FolderGraph {
    /// A folder that refers to another one: by these types, the first file of each with it.
    private var edges: [String: [String: [Substring: String]]] = [:]
    private(set) var folders: Set<String> = []

    init(_ files: [SourceFile]) {
        let declarations = files.map(Declarations.init)
        var homes: [Substring: String] = [:]
        for (file, declared) in zip(files, declarations) {
            folders.insert(file.folder)
            for name in declared.visible { homes[name] = file.folder }
        }
        // A nested type may bear the name of a type elsewhere: in its own folder it is the one that is meant.
        var nested: [String: Set<Substring>] = [:]
        for (file, declared) in zip(files, declarations) { nested[file.folder, default: []].formUnion(declared.all) }
        for (file, declared) in zip(files, declarations) {
            for name in declared.references where nested[file.folder]?.contains(name) != true {
                guard let home = homes[name], home != file.folder else { continue }
                let known = edges[file.folder]?[home]?[name]
                edges[file.folder, default: [:]][home, default: [:]][name] = known ?? file.path
            }
        }
    }

    /// `Pricing → Trackers by TokenCounts (PriceTable.swift)` for each reference that is part of a circle, by name.
    var circles: [String] {
        edges.flatMap { from, targets in
            targets.filter { reachable(from: $0.key).contains(from) }.flatMap { to, types in
                types.map { "\(from) → \(to) by \($0.key) (\($0.value.split(separator: "/").last ?? ""))" }
            }
        }.sorted()
    }

    private func reachable(from start: String) -> Set<String> {
        var seen: Set<String> = []
        var pending = [start]
        while let folder = pending.popLast() {
            for next in edges[folder, default: [:]].keys where seen.insert(next).inserted { pending.append(next) }
        }
        return seen
    }
}

/// The types that a file declares, and the names of types in it.
struct Declarations {
    /// At the top level and not private: what other files mean by that name.
    var visible: Set<Substring> = []
    /// At any level.
    var all: Set<Substring> = []
    /// Not behind a dot: `Mark` of `Mark.Place`.
    var references: Set<Substring> = []

    private static let keywords: Set<Substring> = ["struct", "class", "enum", "protocol", "actor", "typealias"]

    init(_ file: SourceFile) {
        let tokens = file.tokens
        var depth = 0
        for (index, token) in tokens.enumerated() {
            if token.text == "{" { depth += 1 }
            if token.text == "}" { depth -= 1 }
            guard token.isWord, token.text.first?.isUppercase == true else { continue }
            let before = index > 0 ? tokens[index - 1].text : ""
            if Self.keywords.contains(before) {
                all.insert(token.text)
                let isPrivate = index > 1 && ["private", "fileprivate"].contains(tokens[index - 2].text)
                if depth == 0, !isPrivate { visible.insert(token.text) }
            } else if before != "." {
                references.insert(token.text)
            }
        }
    }
}

extension SourceFile {
    /// Directly in its target; `.` for a file beside the folders.
    var folder: String {
        let parts = path.split(separator: "/")
        return parts.count > 3 ? String(parts[2]) : "."
    }
}
