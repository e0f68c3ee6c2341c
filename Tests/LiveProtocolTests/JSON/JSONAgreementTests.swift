import Foundation
import LiveProtocol
import TestSupport
import Testing

/// Law 8: our parser and Foundation agree on valid documents and refuse the same invalid ones.
@Suite struct JSONAgreementTests {
    @Test func `both read the same tree from valid documents`() {
        expectProperty(runs: 300) { random in
            let value = JSONValue.array([random.json()])
            let foundation = try JSONSerialization.jsonObject(with: Data(value.utf8))
            try #require(agrees(try JSONValue(parsing: value.utf8), foundation), "\(value.text)")
        }
    }

    @Test func `both refuse the same damaged documents`() {
        expectProperty(runs: 3_000) { random in
            let bytes = random.mutated(JSONValue.object([("a", random.json()), ("b", random.json())]).utf8)
            guard bytes.isComparable else { return }
            let foundation = (try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)) != nil
            let ours = (try? JSONDocument(bytes)) != nil
            try #require(ours == foundation, "\(String(decoding: bytes, as: UTF8.self).debugDescription)")
        }
    }

    private func agrees(_ ours: JSONValue, _ foundation: Any) -> Bool {
        switch (ours, foundation) {
        case (.null, is NSNull): true
        case (.string(let ours), let foundation as String): ours == foundation
        case (.array(let ours), let foundation as [Any]):
            ours.count == foundation.count && zip(ours, foundation).allSatisfy(agrees)
        case (.object(let ours), let foundation as [String: Any]):
            ours.count == foundation.count
                && ours.allSatisfy { member in foundation[member.name].map { agrees(member.value, $0) } ?? false }
        case (.bool(let ours), let foundation as NSNumber): ours == foundation.boolValue
        case (.integer(let ours), let foundation as NSNumber): ours == foundation.int64Value
        // Long fractions come as decimal numbers, whose way to a double rounds once more.
        case (.number(let ours), let foundation as NSNumber):
            abs(ours - foundation.doubleValue) <= abs(ours) * 1e-14
        default: false
        }
    }
}

extension [UInt8] {
    /// Foundation guesses at encodings by the first bytes, refuses lone surrogates and huge exponents, which the
    /// grammar allows and we take, takes a comma before a closing bracket, which the grammar forbids and we refuse, and
    /// what it makes of NUL and of an empty text is its own.
    fileprivate var isComparable: Bool {
        guard let first, first < 0x80, !contains(0) else { return false }
        let text = String(decoding: self, as: UTF8.self)
        return !text.lowercased().contains(/\\ud[89a-f]|e\+?[0-9]{3,}|[0-9]{30,}|,\s*[\]}]/)
    }
}
