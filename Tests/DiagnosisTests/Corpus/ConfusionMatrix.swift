import Corpus
import Simulator

@testable import Diagnosis

/// What the rules make of every staged failure in five variations, and of the sessions in which nothing is wrong.
struct ConfusionMatrix: CountedMatrix {
    var rows: [Row] = []
    var healthy: [HealthyRow] = []

    static let variations = 5

    /// One kind of failure.
    struct Row: Sendable {
        var order: Int
        var rule: String
        var name: String
        var staged = 0
        var found = 0
        var first = 0
        /// What came first where it should not have.
        var instead: [String: Int] = [:]
    }

    /// One kind of healthy session.
    struct HealthyRow: Sendable {
        var order: Int
        var name: String
        var staged = 0
        var errors: [String: Int] = [:]
        var warnings: [String: Int] = [:]
    }

    static func made() async -> ConfusionMatrix {
        async let rows = rows()
        async let healthy = healthyRows()
        return await ConfusionMatrix(rows: rows, healthy: healthy)
    }

    private static func rows() async -> [Row] {
        await withTaskGroup(of: Row.self) { group in
            for (order, failure) in StagedFailure.all.enumerated() {
                group.addTask { row(failure, order) }
            }
            return await group.reduce(into: []) { $0.append($1) }.sorted { $0.order < $1.order }
        }
    }

    private static func row(_ failure: StagedFailure, _ order: Int) -> Row {
        var row = Row(order: order, rule: failure.rule, name: failure.name)
        for index in 0..<variations {
            let findings = failure.fires(StagedVariation(index)).folded().findings
            row.staged += 1
            row.found += findings.contains { $0.names(failure.rule) } ? 1 : 0
            if findings.first?.rule.rawValue == failure.rule {
                row.first += 1
            } else {
                row.instead[findings.first?.label ?? "nothing", default: 0] += 1
            }
        }
        return row
    }

    private static func healthyRows() async -> [HealthyRow] {
        await withTaskGroup(of: HealthyRow.self) { group in
            for (order, session) in HealthySession.all().enumerated() {
                group.addTask { row(session, order) }
            }
            return await group.reduce(into: []) { $0.append($1) }.sorted { $0.order < $1.order }
        }
    }

    private static func row(_ session: HealthySession, _ order: Int) -> HealthyRow {
        var row = HealthyRow(order: order, name: session.name)
        for index in 0..<variations {
            let findings = session.stage(StagedVariation(index)).folded().findings
            row.staged += 1
            for finding in findings where finding.severity == .error { row.errors[finding.label, default: 0] += 1 }
            for finding in findings where finding.severity == .warning { row.warnings[finding.label, default: 0] += 1 }
        }
        return row
    }
}

extension Finding {
    /// It is of that rule, or explains one that is.
    func names(_ id: String) -> Bool { rule.rawValue == id || explains.contains { $0.names(id) } }
}

// MARK: As a document

extension ConfusionMatrix {
    var markdown: String {
        """
        \(found) of \(staged) staged failures are found (\(percent(found, staged))), \(first) are named first \
        (\(percent(first, staged))). In \(healthyCount) sessions in which nothing is wrong there are \
        \(errors) errors and \(warnings) warnings.

        | rule | what is staged, in \(Self.variations) variations | found | first | named instead |
        | --- | --- | --: | --: | --- |
        \(rows.map(\.markdown).joined(separator: "\n"))

        | nothing is wrong | sessions | errors | warnings |
        | --- | --: | --- | --- |
        \(healthy.map(\.markdown).joined(separator: "\n"))

        """
    }

    private func percent(_ part: Int, _ whole: Int) -> String { part.percent(of: whole) }
}

extension Int {
    func percent(of whole: Int) -> String {
        let tenths = (self * 1_000 + whole / 2) / Swift.max(whole, 1)
        return "\(tenths / 10).\(tenths % 10) %"
    }
}

extension ConfusionMatrix.Row {
    var markdown: String { "| `\(rule)` | \(name) | \(found) | \(first) | \(instead.listed) |" }
}

extension ConfusionMatrix.HealthyRow {
    var markdown: String { "| \(name) | \(staged) | \(errors.listed) | \(warnings.listed) |" }
}

extension [String: Int] {
    var listed: String {
        sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { "\($0.value) × `\($0.key)`" }.joined(separator: ", ")
    }
}
