import ArgumentParser
import Diagnosis
import Filters
import SessionModel

/// `--filter`: the language of `docs/filter.md`, checked for what it is used on before anything is read.
enum FilterFlag {
    static func reader(for scope: FilterScope) -> @Sendable (String) throws -> Filter {
        { text in
            do {
                return try Filter.parse(text, for: scope, findings: Diagnosis.ruleNames)
            } catch {
                throw ValidationError("--filter: \(error)")
            }
        }
    }
}
