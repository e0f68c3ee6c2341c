import Foundation
import TestSupport
import Testing

@testable import SessionStore

@Suite struct ReadableFileTests {
    @Test func `a file that is not there and one that may not be seen are told apart`() throws {
        let folder = try TemporaryFolder()
        let file = URL(filePath: folder.file("livetop.db"))
        let missing = #expect(throws: DatabaseError.self) { try ReadableFile.check(file) }
        #expect(missing?.kind == .missing)
        for code in [EACCES, EPERM] {
            let hidden = ReadableFile.failure(code, file)
            #expect(hidden.kind == .unwritable)
            #expect(hidden.why != missing?.why)
        }
        #expect(ReadableFile.failure(EIO, file).kind == .inputOutput)
        try Data().write(to: file)
        try ReadableFile.check(file)
    }
}
