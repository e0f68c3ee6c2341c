import TestSupport
import Testing

@testable import Shipping

@Suite struct StoreSchemaTests {
    @Test(arguments: StoreSchema.allCases)
    func `the statements are as they were`(style: StoreSchema) {
        expectGolden(style.text(database: "livetop"), named: "\(style.rawValue).sql")
    }

    private static var whole: [String: [String: String]] {
        var found: [String: [String: String]] = [:]
        for table in StoreTable.allCases {
            for column in table.columns { found[table.rawValue, default: [:]][column.name] = column.type.portable }
        }
        return found
    }

    @Test func `tables as they were made are as they should be, and so are better ones`() {
        var found = Self.whole
        #expect(StoreSchema.shortcoming(in: found) == nil)
        found["lt_frames"]?["node"] = "LowCardinality(String)"
        found["lt_frames"]?["dir"] = "Enum8('up'=0,'down'=1)"
        found["lt_frames"]?["ts"] = "DateTime64(9, 'UTC')"
        #expect(StoreSchema.shortcoming(in: found) == nil)
    }

    @Test func `what is missing or another thing is named`() {
        var found = Self.whole
        found["lt_frames"]?["payload"] = nil
        #expect(StoreSchema.shortcoming(in: found) == "lt_frames has no column payload")
        found = Self.whole
        found["lt_frames"]?["seq"] = "UInt32"
        #expect(StoreSchema.shortcoming(in: found) == "lt_frames.seq is UInt32, and not UInt64")
        found["lt_connections"] = nil
        #expect(StoreSchema.shortcoming(in: found) == "there is no table lt_connections")
    }

    @Test(arguments: StoreTable.allCases)
    func `each column has a name of its own, and the key is made of columns`(table: StoreTable) {
        let names = table.columns.map(\.name)
        #expect(Set(names).count == names.count)
        #expect(Set(table.key).isSubset(of: names))
        #expect(names.first == "day" && names.last == "ver" && table.key.first == "node")
    }
}
