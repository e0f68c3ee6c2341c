import ArgumentParser
import Diagnosis
import Filters
import SessionModel

/// `--filter`: the language of `docs/filter.md`, checked for what it is used on before anything is read.
enum FilterFlag {
    /// For the help of an option: an installed program has no documents beside it.
    ///
    /// - Parameter words: such as `Only sessions that fit, such as 'is:open'`.
    static func help(_ words: String, for scope: FilterScope) -> ArgumentHelp {
        ArgumentHelp("\(words). Keys: \(FilterKey.names(for: scope))", valueName: "filter")
    }

    static func reader(for scope: FilterScope) -> @Sendable (String) throws -> Filter {
        { text in
            do {
                return try Filter.parse(text, for: scope, findings: Diagnosis.ruleNames)
            } catch {
                throw ValidationError(error, in: text, for: scope)
            }
        }
    }
}

extension ValidationError {
    /// Why `text` is no filter, and where.
    init(_ error: any Error, in text: String, for scope: FilterScope) {
        let error = error as? FilterError
        self.init(
            "cannot read the filter '\(text)'", why: error?.summary ?? "it is none",
            remedy: error.flatMap { $0.hint.isEmpty ? nil : $0.hint } ?? "\(scope) know \(FilterKey.names(for: scope))"
        )
    }
}
