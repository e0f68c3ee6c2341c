extension KeyMap {
    /// A key binding in words, for programs.
    public struct Row: Hashable, Sendable {
        /// What has the keyboard, such as `sessions`.
        public var context: String
        public var keys: [String]
        /// Its name in the configuration.
        public var action: String
        public var help: String
    }

    /// Every binding in every context, in the order of the tables.
    public var rows: [Row] {
        contexts.flatMap { context in
            bindings(in: context).map { binding in
                Row(
                    context: context.name, keys: binding.keys.map(\.name), action: binding.action.name,
                    help: binding.help)
            }
        }
    }
}
