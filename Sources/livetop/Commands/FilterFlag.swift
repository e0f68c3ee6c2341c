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
                throw ValidationError(error, in: text)
            }
        }
    }
}

extension ValidationError {
    /// Why `text` is no filter, and where.
    init(_ error: any Error, in text: String) {
        let error = error as? FilterError
        self.init(
            "cannot read the filter '\(text)'", why: error?.summary ?? "it is none",
            remedy: error.flatMap { $0.hint.isEmpty ? nil : $0.hint } ?? "docs/filter.md has the language with examples"
        )
    }
}
