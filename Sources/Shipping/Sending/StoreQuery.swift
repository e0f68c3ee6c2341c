/// The address of a request: everything but the rows and the credentials.
public struct StoreQuery: Hashable, Sendable {
    private var items: [(name: String, value: String)]

    /// A statement that is answered with rows.
    public static func reading(_ statement: String, in store: StoreAddress) -> StoreQuery {
        StoreQuery(items: [("database", store.database), ("query", statement)])
    }

    /// Rows of `table`, which the body holds.
    ///
    /// - Parameter token: the same for the same rows; nil where the server does not know of tokens.
    public static func inserting(into table: StoreTable, of store: StoreAddress, token: String?) -> StoreQuery {
        let columns = table.columns.map(\.name).joined(separator: ", ")
        let statement = "INSERT INTO \(table.rawValue) (\(columns)) FORMAT RowBinary"
        return StoreQuery(
            items: [("database", store.database), ("query", statement)]
                + (token.map { [("insert_deduplication_token", $0)] } ?? []))
    }

    /// Behind the `?`.
    public var text: String {
        items.map { "\($0.name)=\(Self.escaped($0.value))" }.joined(separator: "&")
    }

    private static func escaped(_ text: String) -> String {
        var result = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
                result.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                result += "%"
                for digit in [byte >> 4, byte & 15] {
                    result.unicodeScalars.append(Unicode.Scalar(digit < 10 ? 0x30 + digit : 0x37 + digit))
                }
            }
        }
        return result
    }

    /// A text as it stands in a statement.
    public static func quoted(_ text: String) -> String {
        "'" + text.replacing("\\", with: "\\\\").replacing("'", with: "\\'") + "'"
    }

    public static func == (left: StoreQuery, right: StoreQuery) -> Bool { left.text == right.text }

    public func hash(into hasher: inout Hasher) { hasher.combine(text) }
}
