import ArgumentParser
import Exports
import Filters
import Foundation
import LiveProtocol
import Runtime
import SessionModel

/// The flags that say which part of a session is exported.
struct ExportPartOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "From this time on: since the session began, as 1:30 or 90s, or an instant in RFC 3339.", valueName: "time")
    )
    var from: String?

    @Option(help: ArgumentHelp("Up to this time.", valueName: "time"))
    var to: String?

    @Option(help: ArgumentHelp("This turn, or these: 3 or 3-7.", valueName: "turn"))
    var turn: String?

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("Only frames (ndjson, har) or turns (other texts) that fit.", valueName: "filter"))
    var filter: String?

    func validate(for format: ExportFormat) throws {
        guard turn == nil || from == nil && to == nil else {
            throw ValidationError(
                "--turn does not go with --from and --to", why: "it is a range of its own",
                remedy: "leave out --from and --to")
        }
        guard format.write != nil || turn == nil && from == nil && to == nil else {
            throw ValidationError(
                "cannot export a part of a session as \(format.name)", why: "a \(format.name) holds whole sessions",
                remedy: "leave out --from, --to and --turn")
        }
        _ = try turns()
        if let filter {
            guard let scope = format.filterScope else {
                throw ValidationError(
                    "--filter does not fit --format \(format.name)", why: "it holds the session as it is",
                    remedy: "leave out --filter")
            }
            do { _ = try Filter.parse(filter, for: scope) } catch {
                throw ValidationError(error, in: filter, for: scope)
            }
        }
        for text in [from, to].compactMap({ $0 }) where Self.bound(text) == nil {
            throw ValidationError(
                "'\(text)' is no time", why: "a time is since the beginning of the session, or an instant in RFC 3339",
                remedy: "write 1:30, 90s, 250ms or 2026-09-20T10:00:00Z")
        }
    }

    /// What was asked for; `validate(for:)` has found nothing wrong with it.
    func part(for format: ExportFormat) throws -> ExportPart {
        var part = ExportPart()
        (part.from, part.to, part.turns) = (from.flatMap(Self.bound), to.flatMap(Self.bound), try turns())
        if let filter { part.filter = try Filter.parse(filter, for: format.filterScope) }
        return part
    }

    private func turns() throws -> ClosedRange<Int>? {
        guard let turn else { return nil }
        guard let range = TurnRangeOption(argument: turn) else {
            throw ValidationError(
                "'\(turn)' is no turn", why: "--turn takes a number or a range", remedy: "write 3 or 3-7")
        }
        return range.turns
    }

    /// A time since the session began, or an instant.
    private static func bound(_ text: String) -> ExportPart.Bound? {
        if text.contains("T"), let date = date(text) {
            let milliseconds = Int64(clamping: (date.timeIntervalSince1970 * 1e3).rounded())
            return .instant(Timestamp(nanoseconds: milliseconds * 1_000_000))
        }
        return FilterQuantity.duration(text).map { .offset($0) }
    }

    private static func date(_ text: String) -> Date? {
        let whole = Date.ISO8601FormatStyle()
        let fraction = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        // Two spellings of one format; a text that is neither is no instant.
        return (try? whole.parse(text)) ?? (try? fraction.parse(text))
    }
}
