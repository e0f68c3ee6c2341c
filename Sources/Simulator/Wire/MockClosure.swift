import LiveProtocol

/// Why the mock ends a connection: code and reason as the service was seen to send them (`docs/protocol.md`).
package struct MockClosure: Equatable, Sendable {
    package var code: UInt16
    package var reason: String

    package init(code: UInt16, reason: String) { (self.code, self.reason) = (code, reason) }

    package static func modelNotFound(_ model: String, version: String) -> MockClosure {
        MockClosure(
            code: 1008,
            reason: "\(model) is not found for API version \(version), or is not supported for bidiGenerateContent. "
                + "Call ListModels to see the list of available models and their supported methods.")
    }

    package static func modality(_ modality: String, _ model: String) -> MockClosure {
        unsupported(
            "The requested combination of response modalities (\(modality)) is not supported by the model. \(model)")
    }

    /// What the model does not take, in those words.
    package static func unsupported(_ reason: String) -> MockClosure { MockClosure(code: 1007, reason: reason) }

    package static let setupFirst = MockClosure(
        code: 1007, reason: "setup must be the first message and only the first")
    package static let invalidArgument = MockClosure(code: 1007, reason: "Request contains an invalid argument.")
    package static let explicitActivity = MockClosure(
        code: 1007,
        reason: "Explicit activity control is not supported when automatic activity detection is enabled.")
    package static let sessionNotFound = MockClosure(code: 1008, reason: "BidiGenerateContent session not found")
    package static let keyNotValid = MockClosure(
        code: 1007, reason: "API key not valid. Please pass a valid API key.")
    package static let quota = MockClosure(
        code: 1011,
        reason: "You exceeded your current quota, please check your plan and billing details. "
            + "For more information on this error, head to: https://ai.google.dev/gemini-api/docs/rate-limits.")
    package static let idle = MockClosure(code: 1008, reason: "The operation was aborted.")
    package static let deadline = MockClosure(code: 1011, reason: "Deadline expired before operation could complete.")
    package static let internalError = MockClosure(code: 1011, reason: "Internal error encountered.")
    /// The window is full and no compression was asked for: the service was seen to end such calls with a bare 1000.
    package static let contextFull = MockClosure(code: 1000, reason: "")
    package static let goodbye = MockClosure(code: 1000, reason: "")

    /// What the service says with `code`.
    package static func withCode(_ code: UInt16) -> MockClosure {
        switch code {
        case 1007: invalidArgument
        case 1008: idle
        case 1011: internalError
        default: MockClosure(code: code, reason: "")
        }
    }

    /// Code and as much of the reason as a control frame of 125 bytes holds, cut at a character.
    package var payload: [UInt8] {
        var reason = reason
        while reason.utf8.count > 123 { reason.removeLast() }
        return [UInt8(truncatingIfNeeded: code >> 8), UInt8(truncatingIfNeeded: code)] + Array(reason.utf8)
    }
}
