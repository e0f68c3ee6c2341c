import Foundation

/// Texts for the functions of C that start programs.
package enum CStrings {
    /// `body` with the null-terminated array of C strings that `exec` wants.
    package static func withPointers<Result>(
        to texts: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
    ) -> Result {
        let pointers = texts.map { strdup($0) }
        defer { pointers.forEach { free($0) } }
        return body(pointers + [nil])
    }
}
