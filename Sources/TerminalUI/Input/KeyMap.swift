/// The tables of keys, one for whatever can have the keyboard. What keys do, the footer, the `?` overlay and
/// `docs/keys.md` all come from them, so that help cannot be out of date and no key is dead.
public struct KeyMap: Hashable, Sendable {
    /// What has the keyboard: a screen or a part of it, a question over it, or a line that is being typed.
    struct Context: Hashable, Sendable {
        /// For programs, such as `sessions`.
        let name: String
        /// For people.
        let title: String
        /// Keys are text here, so they cannot be bound to something else.
        var isTyping = false
    }

    /// The keys of a context, in the order in which help lists them.
    struct Group: Hashable, Sendable {
        let context: Context
        var bindings: [Binding]
    }

    /// In the order of `docs/keys.md`.
    private(set) var sections: [Group]

    init(_ sections: [Group]) { self.sections = sections }

    var contexts: [Context] { sections.map(\.context) }

    func action(for key: Key, in context: Context) -> Action? {
        bindings(in: context).first { $0.keys.contains(key) }?.action
    }

    /// In the order of the table.
    func bindings(in context: Context) -> [Binding] {
        sections.first { $0.context == context }?.bindings.filter { !$0.keys.isEmpty } ?? []
    }

    /// The first key of an action, for texts that mention it.
    func keyName(of action: Action, in context: Context) -> String? {
        bindings(in: context).first { $0.action == action }?.keys.first?.name
    }
}

extension KeyMap {
    /// Those of several contexts, of which the earlier ones hide keys of the later.
    func bindings(in layers: [Context]) -> [Binding] {
        var taken: Set<Key> = []
        return layers.flatMap { context in
            let free = bindings(in: context).compactMap { binding -> Binding? in
                var binding = binding
                binding.keys.removeAll(where: taken.contains)
                return binding.keys.isEmpty ? nil : binding
            }
            taken.formUnion(free.flatMap(\.keys))
            return free
        }
    }

    func action(for key: Key, in layers: [Context]) -> Action? {
        layers.lazy.compactMap { action(for: key, in: $0) }.first
    }
}

extension KeyMap {
    /// The same tables with other keys, as the configuration asks for.
    ///
    /// - Parameter keys: for each action, by name, all of its keys, by name.
    /// - Returns: the tables with every change that is possible, and a sentence about each that is not.
    public func rebinding(_ keys: [String: [String]]) -> (keyMap: KeyMap, mistakes: [String]) {
        var changed = self
        var mistakes: [String] = []
        for (name, keyNames) in keys.sorted(by: { $0.key < $1.key }) {
            let action = Action(name)
            guard changed.isBindable(action) else {
                mistakes.append("there is no action \"\(name)\" to bind; docs/keys.md lists them")
                continue
            }
            let unknown = keyNames.filter { Key(named: $0) == nil }
            mistakes += unknown.map { "\(name): there is no key \"\($0)\"; such as g, ctrl-d, PgDn, F2, Space" }
            changed.bind(action, to: keyNames.compactMap(Key.init(named:)))
        }
        return (changed, mistakes + changed.conflicts)
    }

    func isBindable(_ action: Action) -> Bool {
        sections.contains { section in
            !section.context.isTyping && section.bindings.contains { $0.action == action }
        }
    }

    private mutating func bind(_ action: Action, to keys: [Key]) {
        for index in sections.indices { sections[index].bind(action, to: keys) }
    }

    /// Keys that would do two things at once.
    private var conflicts: [String] {
        let lines = sections.flatMap { section -> [String] in
            let owners = Dictionary(
                grouping: section.bindings.flatMap { binding in
                    Set(binding.keys).map { (key: $0, action: binding.action) }
                }, by: \.key)
            return owners.filter { $0.value.count > 1 }.map { key, owners in
                let actions = owners.map(\.action.name).sorted().joined(separator: " and ")
                return "the key \"\(key.name)\" is bound to \(actions)"
            }
        }
        return Set(lines).sorted()
    }
}

extension KeyMap.Group {
    fileprivate mutating func bind(_ action: Action, to keys: [Key]) {
        for index in bindings.indices where bindings[index].action == action {
            bindings[index].keys = keys
            bindings[index].footerKey = nil
        }
    }
}
