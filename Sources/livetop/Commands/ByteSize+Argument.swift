public import ArgumentParser
public import Wording

extension ByteSize: ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }
}
