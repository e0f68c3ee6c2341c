package import Filters
import Foundation
package import LiveProtocol
package import Runtime
import SessionModel
package import TOMLKit

/// The `[redact]` table of the configuration files: the user's own patterns for texts that no recording may hold.
///
/// ```toml
/// [redact]
/// patterns = ["\\d{3}-\\d{2}-\\d{4}", "(?:Jane|John) Doe"]
/// ```
package struct RedactionSettings: Equatable, Sendable {
    package static let tableName = "redact"

    package private(set) var patterns: [TextPattern] = []

    /// Takes in what a file says: the patterns of user and project add up.
    package mutating func read(_ table: TOMLTable, _ path: String) throws(UserError) {
        for name in table.keys.sorted() {
            guard name == "patterns" else {
                throw Self.mistake(path, "there is no setting '\(name)'", "did you mean patterns?")
            }
            guard let list = table[name]?.array else {
                throw Self.mistake(path, "patterns is not a list", #"patterns = ["\\d{3}-\\d{4}"]"#)
            }
            for element in list {
                guard let source = element.string else {
                    throw Self.mistake(path, "\(element) is not a text", #"patterns = ["\\d{3}-\\d{4}"]"#)
                }
                patterns.append(try Self.pattern(source, path))
            }
        }
    }

    private static func pattern(_ source: String, _ path: String) throws(UserError) -> TextPattern {
        do throws(FilterError) {
            return try TextPattern(replacing: source)
        } catch {
            throw mistake(
                path, "the pattern '\(source)' cannot be used: \(error.reason) (character \(error.position + 1))",
                "mend or remove it")
        }
    }

    private static func mistake(_ path: String, _ why: String, _ remedy: String) -> UserError {
        UserError(.badConfiguration, what: "\(path): bad value in [redact]", why: why, remedy: remedy)
    }

    /// Nil without patterns: then no text is looked at.
    package var rule: TextRule? {
        guard !patterns.isEmpty else { return nil }
        return { [patterns] text in
            var replaced: String?
            for pattern in patterns {
                replaced = pattern.replacing(in: replaced ?? text, by: Redaction.placeholder) ?? replaced
            }
            return replaced
        }
    }
}
