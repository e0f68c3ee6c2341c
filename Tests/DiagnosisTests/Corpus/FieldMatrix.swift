import Corpus
import Simulator
import TestSupport

@testable import Diagnosis

/// What the rules make of the kinds of call that people of the field reported, each staged by chance: `perKind` calls of
/// each kind for every seed.
struct FieldMatrix: CountedMatrix {
    var seeds: [UInt64]
    var rows: [ConfusionMatrix.Row] = []
    var healthy: [ConfusionMatrix.HealthyRow] = []
    /// What was not as it should be, call by call.
    var amiss: [String] = []

    /// - Parameters:
    ///   - faulty: calls of each kind of fault, for each seed.
    ///   - well: calls of each healthy kind, for each seed.
    ///   - name: kinds that have it in their names; all without it.
    static func made(seeds: [UInt64], faulty: Int, well: Int, named name: String? = nil) async throws -> FieldMatrix {
        let sentences = try SpeechCorpus.utterances().map(\.samples)
        let kinds = (FieldKind.faults + FieldKind.healthy).enumerated().filter {
            name == nil || $1.name.contains(name ?? "")
        }
        let parts = await withTaskGroup(of: Part.self) { group in
            for (order, kind) in kinds {
                let count = kind.expected.isEmpty ? well : faulty
                group.addTask { Part(kind, order, seeds, count, sentences) }
            }
            return await group.reduce(into: []) { $0.append($1) }.sorted { $0.order < $1.order }
        }
        return FieldMatrix(
            seeds: seeds, rows: parts.compactMap(\.row), healthy: parts.compactMap(\.healthy),
            amiss: parts.flatMap(\.amiss))
    }

    /// One kind.
    private struct Part: Sendable {
        var order: Int
        var row: ConfusionMatrix.Row?
        var healthy: ConfusionMatrix.HealthyRow?
        var amiss: [String] = []

        init(_ kind: FieldKind, _ order: Int, _ seeds: [UInt64], _ count: Int, _ sentences: [[Int16]]) {
            self.order = order
            if kind.expected.isEmpty {
                healthy = .init(order: order, name: kind.name)
            } else {
                row = .init(order: order, rule: kind.expected.joined(separator: "` or `"), name: kind.name)
            }
            for seed in seeds {
                for number in 0..<count {
                    let own = seed &* 100_000 &+ UInt64(order) &* 1_000 &+ UInt64(number)
                    judge(kind, own, kind.stage(own, sentences))
                }
            }
        }

        private mutating func judge(_ kind: FieldKind, _ seed: UInt64, _ call: FieldKind.Call) {
            let findings = call.session.folded().findings
            let said = findings.filter { $0.severity > .info }.map { "\($0.severity) \($0.label): \($0.title)" }
            if kind.expected.isEmpty {
                healthy?.staged += 1
                for finding in findings where finding.severity == .error {
                    healthy?.errors[finding.label, default: 0] += 1
                }
                for finding in findings where finding.severity == .warning {
                    healthy?.warnings[finding.label, default: 0] += 1
                }
                if !said.isEmpty { amiss.append("\(seed) \(kind.name): \(said)") }
                return
            }
            row?.staged += 1
            let isFound = findings.contains { finding in kind.expected.contains { finding.isNamed($0) } }
            let first = findings.first
            let isFirst =
                kind.expected.contains { first?.fits($0) ?? false } || first?.rule.rawValue == call.second && isFound
            row?.found += isFound ? 1 : 0
            row?.first += isFirst ? 1 : 0
            if !isFirst { row?.instead[first?.label ?? "nothing", default: 0] += 1 }
            if !isFirst || !isFound {
                amiss.append("\(seed) \(kind.name)\(call.second.map { " + \($0)" } ?? ""): \(findings.map(\.tree))")
            }
        }
    }
}

extension Finding {
    /// It is of that rule, and of that variant where one is named: `rule/variant`.
    func fits(_ name: String) -> Bool { rule.rawValue == name || label == name }

    /// It fits, or explains one that does.
    func isNamed(_ name: String) -> Bool { fits(name) || explains.contains { $0.isNamed(name) } }

    fileprivate var tree: String {
        explains.isEmpty ? label : "\(label)(\(explains.map(\.tree).joined(separator: " ")))"
    }
}

// MARK: As a document

extension FieldMatrix {
    var markdown: String {
        """
        \(found) of \(staged) calls with a fault are found (\(found.percent(of: staged))), \(first) are named first with the \
        right variant (\(first.percent(of: staged))). In \(healthyCount) calls in which nothing is wrong there are \
        \(errors) errors and \(warnings) warnings. Seeds \(seeds.map(String.init).joined(separator: ", ")).

        | to be named | what is staged | calls | found | first | named instead |
        | --- | --- | --: | --: | --: | --- |
        \(rows.map(\.counted).joined(separator: "\n"))

        | nothing is wrong | calls | errors | warnings |
        | --- | --: | --- | --- |
        \(healthy.map(\.markdown).joined(separator: "\n"))

        """
    }
}

extension ConfusionMatrix.Row {
    fileprivate var counted: String {
        "| `\(rule)` | \(name) | \(staged) | \(found) | \(first) | \(instead.listed) |"
    }
}
