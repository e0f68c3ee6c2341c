/// What the place of a JSON value says about it.
enum ValuePlace: UInt8, Sendable {
    /// Nothing in particular: scanned for the shapes of credentials.
    case plain
    /// Of the protocol: every scalar in it is replaced.
    case secret
    /// Under the name of a secret, wherever it stands: strings and numbers are replaced, also in lists and objects, except
    /// in schemas.
    case secretScalar
    /// As above, strings only: counts have such names as well.
    case secretString
    /// Under such a name in the plural: as above, but a number alone is a count.
    case secretList
    /// In an object under the name of a secret, or an example of one: every string and number is replaced.
    case secretValue
    /// In the schema of a secret: what describes it stays, what may hold one is replaced.
    case secretSchema
    /// Describes a secret in its schema: scanned like `plain`.
    case schemaWord
    /// A resumption handle: replaced by a keyed hash, so that equal handles stay equal.
    case handle
    /// Tool arguments, tool responses and schemas: keys in it are the user's words and mean little to us.
    case freeForm
    /// As above, and an object under the name of a secret describes it.
    case schema
    /// Tool arguments in pieces: objects that say by a path where their value belongs.
    case partialArgument
    /// Counts of tokens: `token` and `tokens` are no secrets in it.
    case usage
    /// An object whose `data` is base64 media, and media itself. Not scanned: sooner or later base64 spells `AIza`.
    case mediaHolder, media
    /// `data` of which nothing says yet whether it is media.
    case possibleMedia
    /// The object in which `handle` means a resumption handle.
    case resumption
    /// An object that says how to reach a server: its `url` may carry a key.
    case transport

    /// Whether strings in it are replaced.
    var replacesStrings: Bool {
        switch self {
        case .secret, .secretScalar, .secretString, .secretList, .secretValue, .secretSchema: true
        default: false
        }
    }

    /// Whether numbers in it are replaced.
    var replacesNumbers: Bool {
        switch self {
        case .secret, .secretScalar, .secretValue, .secretSchema: true
        default: false
        }
    }

    /// Keys in it are not the protocol's.
    var isFreeForm: Bool { self == .freeForm || self == .schema || self == .partialArgument }
}
