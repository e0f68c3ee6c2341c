import Testing

@testable import Shipping

@Suite struct StoreAddressTests {
    @Test(arguments: [
        ("http://clickhouse:8123/livetop", "http://clickhouse:8123/livetop"),
        ("http://clickhouse/livetop", "http://clickhouse:8123/livetop"),
        ("https://store.example/fleet_1/", "https://store.example:8443/fleet_1"),
        ("http://127.0.0.1:80/a", "http://127.0.0.1:80/a"),
        ("http://[::1]:8123/a", "http://[::1]:8123/a"),
        ("http://[fe80::8123]/a", "http://[fe80::8123]:8123/a"),
    ])
    func `an address is read, with the port that is usual`(text: String, expected: String) {
        #expect(StoreAddress(text)?.description == expected)
    }

    @Test(arguments: [
        "", "clickhouse:8123/livetop", "ftp://clickhouse/livetop", "http:///livetop", "http://clickhouse",
        "http://clickhouse/", "http://clickhouse/a/b", "http://clickhouse/a-b", "http://clickhouse/1a",
        "http://user:secret@clickhouse/livetop", "http://clickhouse/livetop?password=secret", "http://clickhouse/a#b",
        "http://clickhouse:0/livetop", "http://clickhouse:99999/livetop", "http://a:b/livetop", "http://::1/livetop",
        "http://click house/livetop", "http://clickhouse/livetop;drop",
    ])
    func `what is none, or would carry a secret, is refused`(text: String) {
        #expect(StoreAddress(text) == nil)
    }

    @Test func `a statement is quoted for the address it stands in`() throws {
        let store = try #require(StoreAddress("http://h/d"))
        let query = StoreQuery.reading("SELECT 'ä&b+c' FROM t", in: store)
        #expect(query.text == "database=d&query=SELECT%20%27%C3%A4%26b%2Bc%27%20FROM%20t")
        #expect(StoreQuery.quoted(#"it's \ here"#) == #"'it\'s \\ here'"#)
    }

    @Test func `an insert names its columns, and its token where one is known`() throws {
        let store = try #require(StoreAddress("http://h/d"))
        let query = StoreQuery.inserting(into: .events, of: store, token: "n:1-2").text
        #expect(query.contains("INSERT%20INTO%20lt_events%20%28day%2C%20node%2C%20connection%2C%20seq%2C%20id"))
        #expect(query.hasSuffix("FORMAT%20RowBinary&insert_deduplication_token=n%3A1-2"))
        #expect(!StoreQuery.inserting(into: .events, of: store, token: nil).text.contains("token"))
    }
}
