/// A conversation as steps of both sides, written once and played in four ways: by `ScriptedClient` (which sends the
/// client's lines and waits for the server's), by `MockServer` (the reverse), by both, or by nobody (`wireEvents`).
///
/// ```swift
/// let bargeIn = Script {
///     client(.setup(SetupLine(model: "gemini-3.8-live")))
///     server(.setupComplete, after: .milliseconds(120))
///     client(.audio(.speech(.seconds(1))))
///     server(.audio(.seconds(3)), after: .milliseconds(400))
///     client(.audio(.speech(.milliseconds(600))), after: .milliseconds(900))
///     server(.interrupted, after: .milliseconds(180))
///     server(.turnComplete)
/// }
/// ```
public struct Script: Hashable, Sendable {
    public var steps: [Step]

    /// One line of one side, and how long after the line before it begins.
    public enum Step: Hashable, Sendable {
        case client(ClientLine, after: Duration)
        case server(ServerLine, after: Duration)
    }

    public init(steps: [Step]) { self.steps = steps }

    public init(@ScriptBuilder _ steps: () -> [Step]) { self.steps = steps() }

    public static func + (first: Script, second: Script) -> Script { Script(steps: first.steps + second.steps) }
}

/// The client says or does `line`.
public func client(_ line: ClientLine, after delay: Duration = .zero) -> Script.Step { .client(line, after: delay) }

/// The server says or does `line`.
public func server(_ line: ServerLine, after delay: Duration = .zero) -> Script.Step { .server(line, after: delay) }

/// Collects the steps of a script, with loops and conditions.
@resultBuilder
public enum ScriptBuilder {
    public static func buildExpression(_ step: Script.Step) -> [Script.Step] { [step] }
    public static func buildExpression(_ script: Script) -> [Script.Step] { script.steps }
    public static func buildExpression(_ steps: [Script.Step]) -> [Script.Step] { steps }
    public static func buildBlock(_ parts: [Script.Step]...) -> [Script.Step] { parts.flatMap { $0 } }
    public static func buildArray(_ parts: [[Script.Step]]) -> [Script.Step] { parts.flatMap { $0 } }
    public static func buildOptional(_ part: [Script.Step]?) -> [Script.Step] { part ?? [] }
    public static func buildEither(first part: [Script.Step]) -> [Script.Step] { part }
    public static func buildEither(second part: [Script.Step]) -> [Script.Step] { part }
}
