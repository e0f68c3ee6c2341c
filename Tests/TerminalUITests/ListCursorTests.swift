import TestSupport
import Testing

@testable import TerminalUI

@Suite struct ListCursorTests {
    @Test func `a growing list follows its end until the user moves up, and again at the end`() {
        var cursor = ListCursor<Int>(growsAtEnd: true)
        #expect(cursor.index(in: [1, 2, 3]) == 2)
        cursor.move(by: -1, in: [1, 2, 3])
        #expect(cursor.index(in: [1, 2, 3, 4]) == 1)
        #expect(!cursor.isFollowing)
        cursor.move(by: 9, in: [1, 2, 3, 4])
        #expect(cursor.isFollowing)
    }

    @Test func `a selection keeps its row while older ones go`() {
        var cursor = ListCursor<Int>(growsAtEnd: true)
        cursor.select(5)
        #expect(cursor.index(in: [4, 5, 6]) == 1)
        #expect(cursor.index(in: [7, 8]) == 0)
        #expect(cursor.index(in: [2, 3]) == 1)
        #expect(cursor.index(in: []) == nil)
    }

    @Test func `a selection keeps to its key while rows change places, and to its place when it is gone`() {
        var cursor = ListCursor<FindingLike>()
        #expect(cursor.index(in: ["a", "b", "c"]) == 0)
        cursor.move(by: 1, in: ["a", "b", "c"])
        #expect(cursor.index(in: ["b", "c", "a"]) == 0)
        cursor.settle(in: ["c", "a", "b"], height: 2)
        #expect(cursor.top == 1)
        #expect(cursor.index(in: ["c", "a"]) == 1)
        #expect(cursor.index(in: ["c", "a", "d"]) == 2)
        cursor.release()
        #expect(cursor.index(in: ["c", "a"]) == 0)
    }

    @Test func `a click selects the row on its line, and none beyond the last`() {
        var cursor = ListCursor<Int>()
        cursor.select(9)
        cursor.settle(in: Array(0..<10), height: 4)
        let isSelected = cursor.press(line: 1, in: Array(0..<10))
        #expect(isSelected && cursor.selected == 7)
        let isBeyond = cursor.press(line: 4, in: Array(0..<10))
        #expect(!isBeyond && cursor.selected == 7)
    }

    @Test func `following is switched on and off`() {
        var cursor = ListCursor<Int>(growsAtEnd: true)
        cursor.toggleFollowing(in: [1, 2])
        #expect(cursor.selected == 2)
        cursor.toggleFollowing(in: [1, 2, 3])
        #expect(cursor.isFollowing)
    }
}

/// A key without an order, like that of a finding.
private struct FindingLike: ListKey, ExpressibleByStringLiteral {
    let name: String

    init(stringLiteral name: String) { self.name = name }
}
