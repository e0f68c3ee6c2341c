/// How each kind of subject is asked for something. A scope without a getter cannot be asked: the parser refuses it.
///
/// A getter says nil while nobody has looked, which is another thing than that there is none.
public struct FilterGetters<Value>: Sendable {
    typealias Getter<Subject> = @Sendable (Subject) -> Value?

    var sessions: Getter<FilteredSession>?
    var turns: Getter<FilteredTurn>?
    var frames: Getter<FilteredFrame>?
    var events: Getter<FilteredEvent>?

    var scopes: Set<FilterScope> {
        var scopes: Set<FilterScope> = []
        if sessions != nil { scopes.insert(.sessions) }
        if turns != nil { scopes.insert(.turns) }
        if frames != nil { scopes.insert(.frames) }
        if events != nil { scopes.insert(.events) }
        return scopes
    }
}
