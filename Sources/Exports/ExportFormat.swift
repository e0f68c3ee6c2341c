/// A format that recordings can be exported to. Adding one is adding a file here and a line to `all`.
public struct ExportFormat: Hashable, Sendable {
    /// What follows `--format`.
    public var name: String
    /// One line for the help.
    public var summary: String

    public static let ndjson = ExportFormat(
        name: "ndjson", summary: "one line of JSON per frame (\(NDJSONWriter.schema), docs/exports.md)")

    public static let all = [ndjson]
}
