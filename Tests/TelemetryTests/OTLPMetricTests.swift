import Foundation
import Testing

@testable import Telemetry

/// Each family of `/metrics` has a name in OTLP, and the documentation has the pairs.
@Suite struct OTLPMetricTests {
    private static let page = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "docs/opentelemetry.md")

    private static func names(_ family: MetricFamily) -> [String] {
        guard let name = SemanticNames.metric(family, .realtime) else { return [] }
        return name.suffixes.isEmpty ? [name.name] : name.suffixes.values.sorted().map { name.name + $0 }
    }

    @Test func `the documentation has each metric beside its family`() throws {
        let rows = try String(contentsOf: Self.page, encoding: .utf8).split(separator: "\n").filter {
            $0.hasPrefix("| `")
        }
        for family in MetricFamily.all {
            let row = rows.first { $0.hasPrefix("| `\(family.sampleName)`") }
            let expected = Self.names(family).map { "`\($0)`" }.joined(separator: ", ")
            let line = "| `\(family.sampleName)` | \(expected.isEmpty ? "said by the resource" : expected) |"
            #expect(row.map(String.init)?.hasPrefix(line) == true, "\(line)")
        }
    }

    @Test func `no two families have one name`() {
        for conventions in SemanticConventions.allCases {
            let names = MetricFamily.all.compactMap { SemanticNames.metric($0, conventions)?.name }
            #expect(Set(names).count == names.count)
        }
    }

    @Test func `a name that is translated for Prometheus is that of the scrape again`() {
        let units = ["s": "_seconds", "By": "_bytes", "1": "_ratio"]
        for family in MetricFamily.all where family.name.hasPrefix("livetop_") && family.kind != .info {
            let name = OTLPMetricName(of: family)
            let suffix = family.kind == .histogram && name.unit == "1" ? "" : units[name.unit] ?? ""
            #expect(name.name.replacing(".", with: "_") + suffix == family.name)
        }
    }

    @Test func `a label that makes metrics of its own is no attribute of theirs`() throws {
        var samples = MetricSamples()
        samples.add(5, to: .tokens, "m", "input", "audio")
        samples.add(3, to: .tokens, "m", "output", "text")
        let metrics = samples.metrics(.realtime)
        #expect(
            metrics.map(\.name) == [
                "gen_ai.client.inference.usage.input_tokens", "gen_ai.client.inference.usage.output_tokens",
            ])
        let point = try #require(metrics.first?.points.first)
        #expect(point.value == .number(5) && metrics.first?.kind == .sum && metrics.first?.unit == "{token}")
        #expect(
            point.attributes == [
                OTLPAttribute("gen_ai.operation.name", .string("realtime_inference")),
                OTLPAttribute("gen_ai.request.model", .string("m")),
                OTLPAttribute("gen_ai.token.modality", .string("audio")),
            ])
        #expect(samples.metrics(.legacy).map(\.name) == ["livetop.tokens"])
    }
}
