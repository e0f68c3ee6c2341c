/// Members of a setup as JSON, without the braces.
package struct SetupFields: ExpressibleByStringInterpolation, Sendable {
    package let json: String

    package init(stringLiteral json: String) { self.json = json }

    package static let none: SetupFields = ""

    /// As the best practices advise, so that nothing is to be said of it.
    package static let instruction: SetupFields =
        #""systemInstruction":{"parts":[{"text":"You are Ada. Respond only in English."}]}"#

    package static let resumption: SetupFields = #""sessionResumption":{}"#

    package static func resuming(_ handle: String) -> SetupFields {
        #""sessionResumption":{"handle":"\#(handle)"}"#
    }

    package static let compression: SetupFields =
        #""contextWindowCompression":{"triggerTokens":"80000","slidingWindow":{"targetTokens":"4000"}}"#

    /// The client marks activity itself.
    package static let manualVAD: SetupFields =
        #""realtimeInputConfig":{"automaticActivityDetection":{"disabled":true}}"#

    /// Declares the function `find`.
    package static let function: SetupFields = #""tools":[{"functionDeclarations":[{"name":"find"}]}]"#

    /// The same, and the model goes on while it runs.
    package static let backgroundFunction: SetupFields =
        #""tools":[{"functionDeclarations":[{"name":"find","behavior":"NON_BLOCKING"}]}]"#
}
