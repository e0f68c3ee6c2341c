import Foundation
package import Proxy
package import Runtime
import TOMLKit

/// A file of faults: `[[fault]]` entries with `do` and the fault's settings by name, and `tag` or `next` for whom. A mistake
/// in it is an error with its entry and its cure.
///
/// ```toml
/// [[fault]]
/// do = "goaway"          # or all of it as text: do = "goaway@30s,left=10s"
/// at = "30s"
/// left = "10s"
/// tag = "checkout"
/// ```
package struct FaultFile {
    package let orders: [FaultPlan.Order]

    package init(path: String) throws(UserError) {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw UserError(
                .notFound, what: "cannot read the file of faults \(path)",
                why: "there is no such file, or it is closed to you",
                remedy: "check its name; livetop fault --list shows what may be in one")
        }
        try self.init(String(decoding: data, as: UTF8.self), path: path)
    }

    package init(_ text: String, path: String) throws(UserError) {
        let table: TOMLTable
        do { table = try TOMLTable(string: text) } catch let error as TOMLParseError {
            let begin = error.source.begin
            throw UserError(
                .badConfiguration, what: "\(path):\(begin.line):\(begin.column): not valid TOML",
                why: error.description,
                remedy: "mend that line; text needs quotes: at = \"30s\"")
        } catch {
            throw UserError(
                .badConfiguration, what: "\(path): not valid TOML", why: "\(error)", remedy: "mend or remove the file")
        }
        for key in table.keys.sorted() where key != "fault" {
            throw Self.mistake(path, nil, "there is no setting '\(key)'", "begin each fault with a line [[fault]]")
        }
        guard let entries = table["fault"]?.array, entries.count > 0 else {
            throw Self.mistake(path, nil, "there is no fault in it", "begin each fault with a line [[fault]]")
        }
        var orders: [FaultPlan.Order] = []
        for (index, entry) in entries.enumerated() {
            guard let entry = entry.table else {
                throw Self.mistake(path, index, "it is no table", "begin each fault with a line [[fault]]")
            }
            orders.append(try Self.order(entry, path, index))
        }
        self.orders = orders
    }

    private static func order(_ table: TOMLTable, _ path: String, _ index: Int) throws(UserError) -> FaultPlan.Order {
        var named: [String: String] = [:]
        for key in table.keys.sorted() {
            guard let value = table[key],
                let text = value.string ?? value.int.map(String.init) ?? value.double.map({ "\($0)" })
            else { throw mistake(path, index, "\(key) has the wrong type", "write it as text: \(key) = \"…\"") }
            named[key] = text
        }
        guard let what = named.removeValue(forKey: "do") else {
            throw mistake(path, index, "it does not say what to do", "add a line: do = \"goaway\"")
        }
        let target = try target(
            tag: named.removeValue(forKey: "tag"), next: named.removeValue(forKey: "next"), path, index)
        do throws(FaultError) {
            var values = try FaultText.values(of: what)
            values.named.merge(named) { $1 }
            return FaultPlan.Order(try values.fault(), target)
        } catch {
            throw UserError(fault: what, error, .badConfiguration, in: "\(path), fault \(index + 1)")
        }
    }

    private static func target(
        tag: String?, next: String?, _ path: String, _ index: Int
    ) throws(UserError) -> FaultTarget {
        switch (tag, next) {
        case (let tag?, nil): return .tag(tag)
        case (nil, nil): return .all
        case (nil, let next?):
            guard let count = Int(next), count > 0 else {
                throw mistake(path, index, "it can never fire: next is '\(next)'", "name a number of calls above 0")
            }
            return .next(count)
        case (_?, _?): throw mistake(path, index, "it names both tag and next", "leave one of them out")
        }
    }

    private static func mistake(_ path: String, _ index: Int?, _ why: String, _ cure: String) -> UserError {
        UserError(
            .badConfiguration, what: index.map { "\(path), fault \($0 + 1)" } ?? path, why: why, remedy: cure)
    }
}
