/// The two texts that scrapers read.
public enum ExpositionFormat: String, CaseIterable, Hashable, Sendable {
    /// Prometheus' text format 0.0.4.
    case text = "text/plain; version=0.0.4; charset=utf-8"
    /// OpenMetrics 1.0.
    case openMetrics = "application/openmetrics-text; version=1.0.0; charset=utf-8"

    /// What goes into the `Content-Type` of an answer.
    public var contentType: String { rawValue }

    /// What a scraper prefers.
    ///
    /// - Parameter accept: its `Accept` headers. A part with `q=0` is what it does not want.
    public init(accept: [String]) {
        let parts = accept.flatMap { $0.split(separator: ",") }.map(Part.init)
        let quality = { (name: String) in parts.filter { $0.name == name }.map(\.quality).max() ?? 0 }
        let open = quality("application/openmetrics-text")
        self = open > 0 && open >= quality("text/plain") ? .openMetrics : .text
    }

    private struct Part {
        var name: String
        var quality = 1.0

        init(_ text: Substring) {
            let words = text.split(separator: ";").map { word in
                String(word.filter { $0 != " " && $0 != "\t" }).lowercased()
            }
            name = words.first ?? ""
            if let weight = words.first(where: { $0.hasPrefix("q=") }) { quality = Double(weight.dropFirst(2)) ?? 0 }
        }
    }
}
