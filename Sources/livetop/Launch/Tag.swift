import ArgumentParser

/// The name that `--tag` gives to sessions: it travels in the path of the base URL, so it is letters, digits, `-`, `_`
/// and `.`, at most 64 of them.
struct Tag: ExpressibleByArgument, Equatable, Sendable {
    var name: String

    init?(argument: String) {
        let isPlain = argument.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
                true
            default: false
            }
        }
        guard isPlain, (1...64).contains(argument.utf8.count), argument != ".", argument != ".." else { return nil }
        name = argument
    }
}
