import Proxy
import Testing

@testable import Runtime

/// Three lines that a person can act on.
@Suite struct UserErrorTests {
    private static let error = UserError(
        .unavailable, what: "cannot listen", why: "it is in use", remedy: "choose another port", details: "errno 98")

    @Test func `what, why and what to do stand in a line each`() {
        let lines = "livetop: cannot listen\n  why: it is in use\n  do:  choose another port"
        #expect(Self.error.description == lines)
        #expect(Self.error.text(withDetails: false) == lines)
        #expect(Self.error.text(withDetails: true) == lines + "\n  details: errno 98")
    }

    @Test func `a name that is quoted begins no line of its own`() {
        let error = UserError(.usage, what: "no file 'a\nlivetop: all is well'", why: "\u{1B}[2J", remedy: "-")
        #expect(error.description.split(separator: "\n").count == 3)
        #expect(!error.description.contains("\u{1B}"))
    }

    @Test func `failures of other rooms have a status of their own`() {
        #expect(UserError(failure: ProxyStartError.upstreamIsSelf(port: 1))?.status == .badConfiguration)
        #expect(UserError(failure: Self.error) == Self.error)
        #expect(UserError(failure: CancellationError()) == nil)
    }

    @Test func `an end without words has the number that shells expect`() {
        #expect(QuietEnd.signal(2).code == ExitStatus.interrupted.rawValue)
        #expect(QuietEnd.signal(15).code == ExitStatus.terminated.rawValue)
        #expect(QuietEnd(.differs).code == 1)
    }
}
