extension MetricSamples {
    /// All values as metrics, in the order of their families.
    public func metrics(_ conventions: SemanticConventions) -> [OTLPMetric] {
        MetricFamily.all.flatMap { family in
            SemanticNames.metric(family, conventions).map { metrics(of: family, $0, conventions) } ?? []
        }
    }

    private func metrics(
        of family: MetricFamily, _ name: OTLPMetricName, _ conventions: SemanticConventions
    ) -> [OTLPMetric] {
        let place = name.split.flatMap { family.labels.firstIndex(of: $0) }
        var points: [String: [OTLPMetric.Point]] = [:]
        for (labels, value) in sorted(family) {
            let suffix = place.flatMap { name.suffixes[labels[$0]] } ?? ""
            var attributes = OTLPAttributes()
            attributes.add(SemanticNames.operation, name.operation)
            for (index, label) in family.labels.enumerated() where index != place && labels.indices.contains(index) {
                attributes.add(SemanticNames.attribute(ofLabel: label), labels[index])
            }
            points[suffix, default: []].append(OTLPMetric.Point(attributes: attributes.list, value: value))
        }
        return points.sorted { $0.key < $1.key }.map { suffix, points in
            OTLPMetric(
                name: name.name + suffix, description: family.help, unit: name.unit, kind: family.otlpKind,
                points: points)
        }
    }

    /// In the order of their labels.
    private func sorted(_ family: MetricFamily) -> [([String], OTLPMetric.Value)] {
        let numbers = numbers(of: family).map { ($0.key, OTLPMetric.Value.number($0.value)) }
        let histograms = histograms(of: family).map { ($0.key, OTLPMetric.Value.buckets($0.value)) }
        return (numbers + histograms).sorted { $0.0.lexicographicallyPrecedes($1.0) }
    }
}

extension MetricFamily {
    fileprivate var otlpKind: OTLPMetric.Kind {
        switch kind {
        case .counter: .sum
        case .gauge, .info: .gauge
        case .histogram: .histogram
        }
    }
}
