public import LiveProtocol

/// What the session was asked to be: the last setup, with the defaults filled in and marked as such.
public struct SetupSummary: Codable, Hashable, Sendable {
    /// As sent, except that long texts and tool lists are cut: the whole of it is in the recorded frame.
    public let setup: Setup
    /// Characters of the whole system instruction; nil without one.
    public let systemInstructionLength: Int?
    public let at: Timestamp
    public let connection: ConnectionID
    public let endpoint: Endpoint
    /// The model's bare id: `gemini-3.8-live` for `models/gemini-3.8-live` and for Vertex resource names.
    public let model: String?

    public init(_ setup: Setup, at instant: Timestamp, connection: ConnectionID, endpoint: Endpoint) {
        self.setup = setup.bounded
        systemInstructionLength = setup.systemInstruction?.count
        at = instant
        self.connection = connection
        self.endpoint = endpoint
        model = self.setup.model.map(ModelTable.bareID)
    }

    /// One line of the setup, ready to be shown.
    public struct Setting: Hashable, Sendable {
        public var name: String
        public var value: String
        /// Not asked for: what the service does by itself, as far as it is documented.
        public var isDefault: Bool

        public init(name: String, value: String, isDefault: Bool) {
            self.name = name
            self.value = value
            self.isDefault = isDefault
        }
    }

    public var surface: Endpoint.Surface { endpoint.surface }

    public var isServerVADOn: Bool { setup.activityDetection?.isDisabled != true }

    public var canBeInterrupted: Bool { setup.activityHandling != "NO_INTERRUPTION" }
}

extension Setup {
    private static let toolLimit = 256

    fileprivate var bounded: Setup {
        var setup = self
        setup.model = model?.shortened
        setup.systemInstruction = systemInstruction.map { BoundedText($0).value }
        setup.tools = tools.prefix(Self.toolLimit).map { tool in
            switch tool {
            case .function(let name, let behavior): .function(name: name.shortened, behavior: behavior?.shortened)
            case .builtIn(let name): .builtIn(name.shortened)
            }
        }
        return setup
    }
}
