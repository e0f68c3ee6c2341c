import Foundation
import LiveProtocol

/// `name=value,name=value`, as OpenTelemetry's variables have it: white space round names and values is left out, and values
/// are percent-encoded.
struct OTLPPairs {
    private(set) var list: [(name: String, value: String)] = []

    /// Nil for what is no such list, and for what cannot stand in one line.
    init?(_ text: String) {
        for part in text.split(separator: ",") where !part.allSatisfy(\.isWhitespace) {
            let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                .map { $0.trimmingCharacters(in: .whitespaces) }
            guard sides.count == 2, !sides[0].isEmpty, let value = sides[1].removingPercentEncoding else { return nil }
            guard (sides[0] + value).unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F }) else {
                return nil
            }
            list.append((sides[0], value))
        }
    }
}
