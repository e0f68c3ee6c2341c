/// Why a file is not imported, told to a person: what failed, why, what to do about it.
package struct ImportRefusal: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Kind: Hashable, Sendable {
        /// There is no such file.
        case missing
        /// The file may not be read.
        case closed
        /// Nothing can be made of what it holds.
        case unusable
        /// What it holds is here already.
        case known
        /// Reading it failed.
        case failed
    }

    package var kind: Kind
    /// Half a sentence: `cannot read call.har`.
    package var what: String
    package var why: String
    package var remedy: String

    package var description: String { "\(what): \(why)" }
}
