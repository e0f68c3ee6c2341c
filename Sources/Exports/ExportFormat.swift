public import Filters
import SessionModel

/// A format that recordings can be exported to. Adding one is adding a file here and a line to `all`.
public struct ExportFormat: Sendable {
    public typealias Writing = @Sendable (ExportSource, ExportOptions, ExportSink) throws -> Void

    /// What follows `--format`.
    public var name: String
    /// Of files, without the dot.
    public var fileExtension: String
    /// One line for the help.
    public var summary: String
    /// What `--filter` chooses; nil where nothing can be left out.
    public var filterScope: FilterScope?
    /// Several sessions may stand one after the other in one file.
    public var isConcatenable = false
    /// Nil for the one format that is not a stream of bytes: a bundle is a database, and the store writes it.
    public var write: Writing?

    public static let all = [
        ExportFormat(
            name: "ndjson", fileExtension: "ndjson",
            summary: "a line of JSON per frame, events and findings on request",
            filterScope: .frames, isConcatenable: true, write: NDJSON.write),
        ExportFormat(
            name: "har", fileExtension: "har", summary: "HTTP archive with messages: browsers' developer tools",
            filterScope: .frames, write: HAR.write),
        ExportFormat(
            name: "trace", fileExtension: "json", summary: "lanes and counters for Perfetto and chrome://tracing",
            write: ChromeTrace.write),
        ExportFormat(
            name: "wav", fileExtension: "wav", summary: "the call's sound, or one side of it", write: WAV.write),
        ExportFormat(
            name: "vtt", fileExtension: "vtt", summary: "subtitles (WebVTT) on the clock of the call",
            filterScope: .turns, write: Subtitles.writeVTT),
        ExportFormat(
            name: "srt", fileExtension: "srt", summary: "subtitles (SubRip)", filterScope: .turns,
            write: Subtitles.writeSRT),
        ExportFormat(
            name: "labels", fileExtension: "txt", summary: "label track for Audacity", filterScope: .turns,
            write: Labels.write),
        ExportFormat(
            name: "csv", fileExtension: "csv", summary: "turns or findings for a spreadsheet", filterScope: .turns,
            write: CSV.write),
        ExportFormat(
            name: "markdown", fileExtension: "md", summary: "transcript and findings for an issue",
            filterScope: .turns, write: Markdown.write),
        ExportFormat(
            name: "html", fileExtension: "html", summary: "one page with charts that opens anywhere, offline",
            filterScope: .turns, write: Report.write),
        ExportFormat(
            name: "bundle", fileExtension: "livetop", summary: "a database that every livetop opens and imports",
            isConcatenable: true),
    ]

    public static func named(_ name: String) -> ExportFormat? { all.first { $0.name == name } }
}
