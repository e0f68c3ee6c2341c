/// What is said of a fault, by name: arguments, and `at`, `dir`, `for`, `every`, `seed`.
public struct FaultValues: Hashable, Sendable {
    public var name = ""
    public var named: [String: String] = [:]

    public init(name: String = "", named: [String: String] = [:]) {
        self.name = name
        self.named = named
    }

    /// The fault that they stand for, and the text that stands for it.
    public func fault() throws(FaultError) -> Fault { try FaultReader(self, text).fault() }

    /// In the order of the arguments; the same values are always the same text.
    var text: String {
        let parameters = FaultName(rawValue: name.lowercased())?.parameters ?? []
        let at = named["at"].map { "@\($0)" } ?? ""
        let order = parameters + named.keys.sorted().filter { !parameters.contains($0) && $0 != "at" }
        return name + at + order.compactMap { key in named[key].map { ",\(key)=\($0)" } }.joined()
    }
}
