import LiveProtocol
import Wording

/// A failure told to a person: what failed, why, and what to do about it. Three lines on the error stream.
///
/// None of the texts may hold a credential; wire texts go through `Redaction` before they get here.
package struct UserError: Error, Equatable, CustomStringConvertible {
    package var status: ExitStatus
    /// What failed, as half a sentence: `cannot listen on port 8910`.
    package var what: String
    package var why: String
    /// What to do now: a command where there is one.
    package var remedy: String
    /// What only somebody who debugs livetop itself wants to see; shown with `LIVETOP_DEBUG=1`.
    package var details: String?

    package init(_ status: ExitStatus, what: String, why: String, remedy: String, details: String? = nil) {
        self.status = status
        self.what = what
        self.why = why
        self.remedy = remedy
        self.details = details
    }

    package var description: String { text(withDetails: false) }

    /// The three lines, and a fourth where details are wanted and known.
    package func text(withDetails: Bool) -> String {
        var lines = ["livetop: \(what)", "  why: \(why)", "  do:  \(remedy)"]
        if withDetails, let details { lines.append("  details: \(details)") }
        // A name that is quoted may hold a line end, and what follows it would pass for ours.
        return lines.map(ForeignText.clean).joined(separator: "\n")
    }
}
