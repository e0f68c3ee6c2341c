public import LiveProtocol

/// Reads the file of another tool in two passes over its bytes: the first learns what its times, its directions and its
/// connections mean, the second makes events. Holds one message at a time.
public struct ForeignReader {
    private enum Reader {
        case messages(MessagesReader)
        case archive(HARReader)
    }

    private var reader: Reader
    /// By what the file is known when it comes again; set it before the second pass.
    public var digest: String?

    public init(_ shape: ForeignShape, _ settings: ForeignSettings) {
        reader = shape == .archive ? .archive(HARReader(settings)) : .messages(MessagesReader(shape, settings))
    }

    /// Complete after the second pass.
    public var tally: ImportTally {
        switch reader {
        case .messages(let reader): reader.tally
        case .archive(let reader): reader.tally
        }
    }

    /// What will be made of the file, after the first pass: its connections in their order.
    public var planned: [Planned] {
        switch reader {
        case .messages(let reader): reader.planned
        case .archive(let reader): reader.planned
        }
    }

    public struct Planned: Hashable, Sendable {
        public var connection: ConnectionID
        public var session: SessionID
        public var startedAt: Timestamp

        init(_ plan: ForeignPlan) {
            (connection, session, startedAt) = (plan.connection, plan.session, plan.reading.startedAt)
        }
    }

    /// Takes the next bytes of the first pass. Throws what refuses the file.
    public mutating func learn(_ bytes: [UInt8]) throws {
        switch reader {
        case .messages(var reader):
            try reader.learn(bytes)
            self.reader = .messages(reader)
        case .archive(var reader):
            try reader.learn(bytes)
            self.reader = .archive(reader)
        }
    }

    /// Call it after the last bytes of the first pass.
    public mutating func finishLearning() throws {
        switch reader {
        case .messages(var reader):
            try reader.finishLearning()
            self.reader = .messages(reader)
        case .archive(var reader):
            try reader.finishLearning()
            self.reader = .archive(reader)
        }
    }

    /// Takes the next bytes of the second pass; `body` gets the events that they complete.
    public mutating func read(_ bytes: [UInt8], _ body: (ImportedEvent) throws -> Void) throws {
        switch reader {
        case .messages(var reader):
            try reader.read(bytes, digest: digest, body)
            self.reader = .messages(reader)
        case .archive(var reader):
            try reader.read(bytes, digest: digest, body)
            self.reader = .archive(reader)
        }
    }

    /// Call it after the last bytes of the second pass.
    public mutating func finishReading(_ body: (ImportedEvent) throws -> Void) throws {
        switch reader {
        case .messages(var reader):
            try reader.finishReading(digest: digest, body)
            self.reader = .messages(reader)
        case .archive(var reader):
            try reader.finishReading(digest: digest, body)
            self.reader = .archive(reader)
        }
    }
}
