import Glibc
import LiveProtocol
import Synchronization
import Wording

/// Talk, as opposed to data: it goes to the error stream, and where nobody can read it, it is lost. No call and no
/// answer depends on it.
package enum StandardError {
    /// One message, of one line or several; nothing in it drives a terminal.
    package static func say(_ text: String) { write(ForeignText.cleanLines(text) + "\n") }

    /// A question, behind which the answer is typed.
    package static func ask(_ text: String) { write(ForeignText.cleanLines(text)) }

    /// A line of a terminal that the next one replaces.
    package static func show(_ text: String) { write("\r\u{1B}[K" + ForeignText.clean(text)) }

    /// The last message found no reader in time: the next ones do not wait for it again.
    private static let isStuck = Atomic<Bool>(false)

    private static func write(_ text: String) {
        // An event loop may be what talks here.
        let patience: Duration = isStuck.load(ordering: .relaxed) ? .zero : .milliseconds(250)
        do {
            try DescriptorWriter.write(text.utf8, to: STDERR_FILENO, patience: patience)
            isStuck.store(false, ordering: .relaxed)
        } catch {
            isStuck.store(error.code == EAGAIN, ordering: .relaxed)
        }
    }
}
