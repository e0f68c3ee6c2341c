/// Thrown where the process is to end and nothing is left to say.
package struct QuietEnd: Error, Equatable {
    /// As other programs see it.
    package let code: Int32

    private init(code: Int32) { self.code = code }

    package init(_ status: ExitStatus) { self.init(code: status.rawValue) }

    /// How a process that a signal ended reports it: 130 for SIGINT, 143 for SIGTERM.
    package static func signal(_ number: Int32) -> QuietEnd { QuietEnd(code: 128 + number) }
}
