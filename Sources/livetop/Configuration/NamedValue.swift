import ArgumentParser
import Filters

/// A flag's value that is one of the names of an enumeration belonging to another target.
enum NamedValue {
    static func completion<Value: RawRepresentable & CaseIterable>(
        of type: Value.Type
    ) -> CompletionKind where Value.RawValue == String {
        .list(Value.allCases.map(\.rawValue))
    }

    static func reader<Value: RawRepresentable & CaseIterable & SendableMetatype>(
        of type: Value.Type
    ) -> @Sendable (String) throws -> Value where Value.RawValue == String {
        let names = Value.allCases.map(\.rawValue)
        return { text in
            if let value = Value(rawValue: text) { return value }
            let nearest = Suggestion.nearest(to: text, among: names).map { "did you mean '\($0)'?" }
            throw ValidationError(nearest ?? "it takes \(names.joined(separator: ", "))")
        }
    }
}
