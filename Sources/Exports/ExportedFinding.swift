import Diagnosis
import LiveProtocol
import SessionModel
import Wording

/// A finding with the session's clock, ready to be written in any format.
struct ExportedFinding {
    var finding: Finding
    /// When the session began.
    var openedAt: Timestamp
    /// It is known when the session's messages crossed, and on which day.
    var isTimed = true
    var isDated = true
    /// The rule whose finding explains this one; nil for one that stands by itself.
    var explainedBy: RuleID?

    /// Since the session began; nil where nobody knows.
    var from: Duration? { isTimed ? finding.from - openedAt : nil }
    var to: Duration? { isTimed ? finding.to - openedAt : nil }
    /// When it was over; nil while it is so, and where nobody knows.
    var resolved: Duration? { isTimed ? finding.resolvedAt.map { $0 - openedAt } : nil }
    /// The instant that the finding begins at; nil where nobody knows.
    var began: Timestamp? { isTimed && isDated ? finding.from : nil }

    /// `overdue_s=3.200; …`, for programs.
    var numbers: String {
        finding.numbers.map { "\($0.name)=\(Figures.decimal($0.value, 3))" }.joined(separator: "; ")
    }

    /// `overdue 3.2 s, close code 1011`, for people.
    var numberWords: String {
        finding.numbers.map { "\(Format.figureName($0.name)) \(Format.figure($0.name, $0.value))" }
            .joined(separator: ", ")
    }

    /// `#12 at 3.250 s: goAway; …`
    var evidence: String {
        finding.evidence.map { evidence in
            let frame = evidence.sequence.map { "#\($0) " } ?? ""
            guard isTimed else { return "\(frame.isEmpty ? "" : frame.dropLast() + ": ")\(evidence.note)" }
            return "\(frame)at \(Figures.seconds(evidence.at - openedAt)) s: \(evidence.note)"
        }.joined(separator: "; ")
    }

    var json: [(String, JSONValue)] {
        [
            ("rule", .string(finding.rule.rawValue)), ("variant", .string(finding.variant)),
            ("severity", .string(finding.severity.rawValue)), ("confidence", .string(finding.confidence.rawValue)),
            ("prediction", .bool(finding.isPrediction)), ("from_s", .number(from?.seconds)),
            ("to_s", .number(to?.seconds)), ("from", .time(began)), ("to", .time(began == nil ? nil : finding.to)),
            ("times", .integer(finding.times)), ("resolved_s", .number(resolved?.seconds)),
            ("connection", .string(finding.connection?.description)), ("title", .string(finding.title)),
            ("cause", .string(finding.cause)), ("fix", .string(finding.fix)),
            ("numbers", .object(finding.numbers.map { ($0.name, .number($0.value)) })),
            ("evidence", .array(finding.evidence.map(json))), ("explained_by", .string(explainedBy?.rawValue)),
        ]
    }

    private func json(_ evidence: Evidence) -> JSONValue {
        .object([
            ("connection", .string(evidence.connection.description)), ("seq", .integer(evidence.sequence)),
            ("t", .number(isTimed ? (evidence.at - openedAt).seconds : nil)), ("note", .string(evidence.note)),
        ])
    }
}

extension SessionReader {
    /// What is wrong with the session as read so far, worst first, each followed by what it explains.
    func findings(_ source: ExportSource, _ options: ExportOptions) -> ExportedFindings {
        let result = source.diagnose(state, ledger, source.now ?? lastAt)
        let shown = result.findings.filter { finding in
            guard let interval = options.interval else { return true }
            return finding.from <= interval.upperBound && finding.to >= interval.lowerBound
        }.flatMap { finding in
            [exported(finding)]
                + finding.explains.map {
                    exported($0, explainedBy: finding.rule)
                }
        }
        return ExportedFindings(shown: shown, note: result.note)
    }
}

/// The findings of an export, and what is to be said of those that are not in it.
struct ExportedFindings {
    var shown: [ExportedFinding] = []
    /// `1 finding muted`; nil where all are shown.
    var note: String?
}

extension SessionReader {
    private func exported(_ finding: Finding, explainedBy rule: RuleID? = nil) -> ExportedFinding {
        ExportedFinding(
            finding: finding, openedAt: state.openedAt, isTimed: state.isTimed, isDated: state.isDated,
            explainedBy: rule)
    }
}

extension ExportSource {
    func findings(_ options: ExportOptions) throws -> [ExportedFinding] {
        try read()?.findings(self, options).shown ?? []
    }
}
