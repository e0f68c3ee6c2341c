import Foundation

/// Who livetop is at a central store. They come from the environment or from a file that nobody else can read; they are
/// in no argument, no log and no database.
package struct StoreCredentials: Equatable, Sendable {
    package var user: String
    package var password: String

    package static let userVariable = "LIVETOP_SHIP_USER"
    package static let passwordVariable = "LIVETOP_SHIP_PASSWORD"

    /// Nil where none are given: the server then decides what somebody without a name may do.
    ///
    /// - Throws: `UserError` for a file that others can read, or that holds something else.
    package static func load(
        file: String?, environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(UserError) -> StoreCredentials? {
        if let file { return try read(file) }
        let (user, password) = (environment[userVariable] ?? "", environment[passwordVariable] ?? "")
        guard !user.isEmpty || !password.isEmpty else { return nil }
        return try checked(user.isEmpty ? "default" : user, password, from: "the environment")
    }

    private static func read(_ file: String) throws(UserError) -> StoreCredentials {
        let what = "cannot use the credentials in \(file)"
        let remedy = "write user:password into it, then chmod 600 '\(file)'"
        let text = try SecretFile.read(file, what: what, remedy: remedy)
        let line = text.split(whereSeparator: \.isNewline).first ?? ""
        let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, !parts[0].isEmpty else {
            throw UserError(.badConfiguration, what: what, why: "its first line is not user:password", remedy: remedy)
        }
        return try checked(parts[0], parts[1], from: file)
    }

    /// A line end would begin a header of its own.
    private static func checked(
        _ user: String, _ password: String, from place: String
    ) throws(UserError) -> StoreCredentials {
        guard (user + password).unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F }) else {
            throw UserError(
                .badConfiguration, what: "cannot use the credentials from \(place)",
                why: "a control character is in them", remedy: "write them without line ends")
        }
        return StoreCredentials(user: user, password: password)
    }
}
