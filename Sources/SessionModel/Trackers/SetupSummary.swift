public import LiveProtocol

/// What the session was asked to be: the last setup, with the defaults filled in and marked as such.
public struct SetupSummary: Hashable, Sendable {
    public let setup: Setup
    public let at: Timestamp
    public let connection: ConnectionID
    public let surface: Endpoint.Surface

    public init(_ setup: Setup, at instant: Timestamp, connection: ConnectionID, surface: Endpoint.Surface) {
        self.setup = setup
        at = instant
        self.connection = connection
        self.surface = surface
    }

    /// One line of the setup, ready to be shown.
    public struct Setting: Hashable, Sendable {
        public var name: String
        public var value: String
        /// Not asked for: what the service does by itself, as far as it is documented.
        public var isDefault: Bool
    }

    /// The model's bare id: `gemini-3.8-live` for `models/gemini-3.8-live` and for Vertex resource names.
    public var model: String? { setup.model.map(ModelTable.bareID) }

    public var isServerVADOn: Bool { setup.activityDetection?.isDisabled != true }

    public var canBeInterrupted: Bool { setup.activityHandling != "NO_INTERRUPTION" }
}
