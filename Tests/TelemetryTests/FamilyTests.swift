import Foundation
import Testing

@testable import Telemetry

/// What is told, what is documented and what is drawn are the same.
@Suite struct FamilyTests {
    private static let root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    private static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    /// Names of samples in a text, without what a histogram adds to them. What a rule records has a colon in its name.
    private static func names(in text: String) -> Set<String> {
        Set(
            text.matches(of: /(?:^|[^:\w])((?:livetop|process)_[a-z_]+)/).map { match in
                ["_bucket", "_sum", "_count"].reduce(String(match.output.1)) { name, suffix in
                    name.hasSuffix(suffix) ? String(name.dropLast(suffix.count)) : name
                }
            })
    }

    private static let told = Set(MetricFamily.all.map(\.sampleName))

    @Test func `each family has a row in the documentation, and each row a family`() throws {
        let rows = try Self.text("docs/metrics.md").split(separator: "\n").filter {
            $0.hasPrefix("| `livetop_") || $0.hasPrefix("| `process_")
        }
        let documented = Set(rows.flatMap { row in Self.names(in: String(row.split(separator: "|").first ?? "")) })
        #expect(documented == Self.told)
        for family in MetricFamily.all {
            let row = rows.first { $0.hasPrefix("| `\(family.sampleName)`") } ?? ""
            for label in family.labels { #expect(row.contains("`\(label)`"), "\(family.name) by \(label)") }
        }
    }

    @Test func `each family is drawn on a dashboard, and nothing else is`() throws {
        let drawn = Self.names(in: try Self.text("dashboards/grafana/livetop-fleet.json"))
        #expect(drawn == Self.told)
    }

    @Test func `rules ask for what is told`() throws {
        let asked = Self.names(in: try Self.text("dashboards/prometheus/rules.yml"))
        #expect(!asked.isEmpty && asked.isSubset(of: Self.told), "\(asked.subtracting(Self.told))")
    }

    @Test func `names are those that scrapers expect`() {
        #expect(Self.told.count == MetricFamily.all.count)
        for family in MetricFamily.all {
            #expect(!family.name.hasSuffix("_total") && family.name == family.name.lowercased())
            #expect(family.bounds == family.bounds.sorted())
            #expect(family.bounds.isEmpty == (family.kind != .histogram))
            #expect(!family.labels.contains("session") && !family.labels.contains("le"))
            #expect(family.help.hasSuffix("."))
        }
    }
}
