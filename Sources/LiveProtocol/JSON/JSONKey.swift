/// The name of a member, to be compared with a camelCase name in a `switch`.
///
/// The service accepts both spellings of its fields, even mixed in one message, and the SDKs make use of that
/// (`docs/protocol.md#messages`): `"realtimeInput" ~= key` holds for `realtimeInput` and for `realtime_input`.
public struct JSONKey: Sendable {
    let text: ArraySlice<UInt8>

    public var string: String { String(decoding: text, as: UTF8.self) }

    public static func ~= (name: StaticString, key: JSONKey) -> Bool {
        let text = key.text
        guard text.count >= name.utf8CodeUnitCount else { return false }
        return name.withUTF8Buffer { name in
            var index = text.startIndex
            for letter in name {
                guard index < text.endIndex else { return false }
                if text[index] != letter {
                    guard letter < UInt8(ascii: "a"), text[index] == UInt8(ascii: "_"), index + 1 < text.endIndex,
                        text[index + 1] == letter | 0x20
                    else { return false }
                    index += 1
                }
                index += 1
            }
            return index == text.endIndex
        }
    }
}
