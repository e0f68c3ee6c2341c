import Glibc
import LiveProtocol
import Wording

/// What a command answers. A command whose answer cannot be written has failed, so everything here throws.
///
/// Written at once and not gathered: what is in a buffer when the process ends would be lost without a word.
package enum StandardOutput {
    /// Text for people or one JSON document, with its line end; nothing in it drives a terminal. JSON stays as it is: its
    /// writer escapes what is cleaned away here.
    package static func say(_ text: String, terminator: String = "\n") throws(WriteFailure) {
        try write((ForeignText.cleanLines(text) + terminator).utf8)
    }

    /// Bytes of a format, as they are.
    package static func write(_ bytes: some Collection<UInt8>) throws(WriteFailure) {
        try DescriptorWriter.write(bytes, to: STDOUT_FILENO)
    }

    /// For a program that carries calls: a reader that has gone, or a stream that was never open, is no reason to end.
    package static func mention(_ text: String) throws(WriteFailure) {
        do { try say(text) } catch {
            guard error.isReaderGone || error.code == EBADF else { throw error }
        }
    }

    /// Columns of the terminal that shows it; nil where none does: what is read by programs has all of its columns.
    package static var columns: Int? {
        var size = winsize()
        guard isatty(STDOUT_FILENO) == 1, ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
            return nil
        }
        return Int(size.ws_col)
    }

    /// Nobody reads any more. Whoever writes only now and then asks, to end when the reader does.
    package static var isGone: Bool { DescriptorWriter.isGone(STDOUT_FILENO) }

    /// Whether somebody takes what is written now.
    package static var isReady: Bool { DescriptorWriter.isReady(STDOUT_FILENO) }
}
