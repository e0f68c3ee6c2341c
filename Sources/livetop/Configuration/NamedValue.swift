import ArgumentParser

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
        let names = Value.allCases.map(\.rawValue).joined(separator: ", ")
        return { text in
            guard let value = Value(rawValue: text) else { throw ValidationError("'\(text)' is none of \(names)") }
            return value
        }
    }
}
