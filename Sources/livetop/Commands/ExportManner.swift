import ArgumentParser
import Exports
import Foundation
import Runtime

/// The flags that belong to one format each.
struct ExportManner: ParsableArguments {
    @Flag(help: "ndjson: each frame's payload in base64: unmasked, redacted, null where it was not captured.")
    var raw = false

    @Flag(help: "ndjson: lines for what is not a frame, too: opened, upgraded, gap, closed.")
    var events = false

    @Flag(help: "ndjson: a line per finding at the end.")
    var findings = false

    @Flag(name: .customLong("har-text"), help: "har: messages as text, although the service sends them as binary.")
    var harText = false

    @Flag(help: "html: the call's sound inside the page.")
    var audio = false

    @Option(
        help: ArgumentHelp("csv: turns or findings.", valueName: "table"),
        completion: NamedValue.completion(of: ExportOptions.Table.self),
        transform: NamedValue.reader(of: ExportOptions.Table.self))
    var table = ExportOptions.Table.turns

    @Option(
        help: ArgumentHelp("wav: call (both sides as heard), mic or model.", valueName: "track"),
        completion: NamedValue.completion(of: AudioTrack.self),
        transform: NamedValue.reader(of: AudioTrack.self))
    var track = AudioTrack.call

    @Flag(name: .customLong("as-generated"), help: "wav: keep the model's sound that nobody heard.")
    var asGenerated = false

    var options: ExportOptions {
        var options = ExportOptions()
        options.isRaw = raw
        options.hasEvents = events
        options.hasFindings = findings
        options.isText = harText
        options.hasAudio = audio
        options.table = table
        options.track = track
        options.isAsGenerated = asGenerated
        options.version = LivetopVersion.number
        return options
    }

    func validate(for format: ExportFormat) throws {
        let owners = [
            ("--raw", raw, "ndjson"), ("--events", events, "ndjson"), ("--findings", findings, "ndjson"),
            ("--har-text", harText, "har"), ("--audio", audio, "html"), ("--table", table != .turns, "csv"),
            ("--track", track != .call, "wav"), ("--as-generated", asGenerated, "wav"),
        ]
        for (flag, isSet, owner) in owners where isSet && format.name != owner {
            throw ValidationError(
                "\(flag) does not fit --format \(format.name)", why: "it belongs to --format \(owner)",
                remedy: "leave it out, or: livetop export --format \(owner) \(flag)")
        }
    }
}
