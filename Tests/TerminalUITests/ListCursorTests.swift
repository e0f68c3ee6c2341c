import TestSupport
import Testing

@testable import TerminalUI

@Suite struct ListCursorTests {
    @Test func `a growing list follows its end until the user moves up, and again at the end`() {
        var cursor = ListCursor(growsAtEnd: true)
        #expect(cursor.index(in: [1, 2, 3]) == 2)
        cursor.move(by: -1, in: [1, 2, 3])
        #expect(cursor.index(in: [1, 2, 3, 4]) == 1)
        #expect(!cursor.isFollowing)
        cursor.move(by: 9, in: [1, 2, 3, 4])
        #expect(cursor.isFollowing)
    }

    @Test func `a selection keeps its row while older ones go`() {
        var cursor = ListCursor(growsAtEnd: true)
        cursor.select(5)
        #expect(cursor.index(in: [4, 5, 6]) == 1)
        #expect(cursor.index(in: [7, 8]) == 0)
        #expect(cursor.index(in: [2, 3]) == 1)
        #expect(cursor.index(in: []) == nil)
    }

    @Test func `following is switched on and off`() {
        var cursor = ListCursor(growsAtEnd: true)
        cursor.toggleFollowing(in: [1, 2])
        #expect(cursor.selected == 2)
        cursor.toggleFollowing(in: [1, 2, 3])
        #expect(cursor.isFollowing)
    }
}
