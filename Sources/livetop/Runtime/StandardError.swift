import Foundation

/// Talk, as opposed to data: it goes to the error stream.
enum StandardError {
    /// One line.
    static func say(_ text: String) {
        FileHandle.standardError.write(Data((text + "\n").utf8))
    }
}
