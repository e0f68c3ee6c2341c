package import Diagnosis
import Filters
import Foundation
package import Runtime
import SessionModel
package import TOMLKit

/// The `[rules]` table of the configuration files: thresholds by name, and `muted`, a list of rules.
///
/// ```toml
/// [rules]
/// muted = ["prompt-hygiene"]
/// response_slow_ms = 2000
/// ```
package struct RuleSettings: Equatable, Sendable {
    package static let tableName = "rules"

    package var thresholds = Thresholds()

    /// Takes in what a file says. The project's word counts for more than the user's, which is read first; mutes of both
    /// add up.
    package mutating func read(_ table: TOMLTable, _ path: String) throws(UserError) {
        for name in table.keys.sorted() {
            if name == "muted" {
                try mute(table[name]?.array, path)
            } else if let threshold = Threshold(rawValue: name) {
                let value = table[name]
                guard let number = value?.double ?? value?.int.map(Double.init), number.isFinite else {
                    throw Self.mistake(path, "\(name) is not a number", "\(name) = \(threshold.defaultValue)")
                }
                thresholds[threshold] = number
            } else {
                let nearest = Suggestion.nearest(to: name, among: Threshold.allCases.map(\.rawValue) + ["muted"])
                throw Self.mistake(
                    path, "there is no threshold '\(name)'", nearest.map { "did you mean \($0)?" } ?? "livetop config")
            }
        }
    }

    private mutating func mute(_ list: TOMLArray?, _ path: String) throws(UserError) {
        guard let list else { throw Self.mistake(path, "muted is not a list", "muted = [\"prompt-hygiene\"]") }
        for element in list {
            let name = element.string ?? "\(element)"
            guard let rule = Diagnosis.rule(RuleID(rawValue: name)) else {
                let nearest = Suggestion.nearest(to: name, among: Diagnosis.rules.map(\.id.rawValue))
                throw Self.mistake(
                    path, "there is no rule '\(name)'", nearest.map { "did you mean \($0)?" } ?? "livetop rules")
            }
            thresholds.muted.insert(rule.id)
        }
    }

    private static func mistake(_ path: String, _ why: String, _ remedy: String) -> UserError {
        UserError(.badConfiguration, what: "\(path): bad value in [rules]", why: why, remedy: remedy)
    }

    /// What differs from the defaults, as `config` shows it.
    package var changes: [(name: String, value: String)] {
        let changed = Threshold.allCases.filter { thresholds[$0] != $0.defaultValue }.map { threshold in
            (threshold.rawValue, "\(thresholds[threshold]) instead of \(threshold.defaultValue)")
        }
        guard !thresholds.muted.isEmpty else { return changed }
        return changed + [("muted", thresholds.muted.map(\.rawValue).sorted().joined(separator: ", "))]
    }
}
