public import ArgumentParser
public import Wording

extension Age: ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }

    /// For help.
    public var defaultValueDescription: String { text }
}
