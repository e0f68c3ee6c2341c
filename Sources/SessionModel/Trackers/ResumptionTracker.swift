public import LiveProtocol

/// Whether the session could be resumed if its connection ended now, and how its reconnects went
/// (`docs/rules.md#resumption`).
public struct ResumptionTracker: Codable, Hashable, Sendable {
    /// The latest handle (its keyed hash) that the server called resumable, and when.
    public private(set) var handle: String?
    public private(set) var handleAt: Timestamp?
    /// The last update said that the session can be resumed at this moment; nil before the first update.
    public private(set) var isResumable: Bool?
    public private(set) var updates: Int64 = 0
    /// The latest setup asks for resumption; nil before a setup.
    public private(set) var isConfigured: Bool?
    /// Vertex transparent mode: the last client message that survives a resumption.
    public private(set) var lastConsumedClientMessageIndex: Int64?
    /// Connections that came back with a handle.
    public private(set) var resumptions = 0
    /// Handles that the server issued, the latest 32.
    public private(set) var issued = Ring<IssuedHandle>(capacity: 32)
    public private(set) var issuedCount: Int64 = 0
    /// What each connection began with, the latest 32.
    public private(set) var uses = Ring<HandleUse>(capacity: 32)
    /// Times between one connection and the next, the latest 32.
    public private(set) var gaps = Ring<ReconnectGap>(capacity: 32)

    private var isTransparent = false
    private var line: Line?
    /// The connection before `line`, while the new one is not ready.
    private var previous: Line?

    /// What is known of one connection.
    private struct Line: Codable, Hashable, Sendable {
        var connection: ConnectionID
        var lastFrameAt: Timestamp?
        var lastAudioAt: Timestamp?
        var closedAt: Timestamp?
        var isTransportClose = false
        /// Client messages after the setup.
        var messages: Int64 = 0

        /// The last moment at which it was of use: a path that died was dead before anybody closed it.
        var endedAt: Timestamp? { isTransportClose ? lastFrameAt ?? closedAt : closedAt }
    }

    public init() {}

    mutating func apply(_ event: LiveEvent, _ metrics: inout MetricLog) {
        switch event.kind {
        case .frame: change(event) { $0.lastFrameAt = event.at }
        case .message(.clientToServer, let digest):
            if digest.kind != .setup { change(event) { $0.messages += 1 } }
        case .client(.setup(let setup)): begin(setup, event)
        case .client(.interactionConnect): beginLine(event)
        case .client(.audio(let chunk)): note(chunk, event)
        case .server(.setupComplete): complete(event, &metrics)
        case .server(.resumptionUpdate(let update)): take(update, event)
        case .wire(.closed(let closure)):
            change(event) { line in
                line.closedAt = event.at
                line.isTransportClose = closure.by == .transport
            }
        default: break
        }
    }

    /// Changes what is known of the event's connection, if it is one of the last two.
    private mutating func change(_ event: LiveEvent, _ change: (inout Line) -> Void) {
        if var line, line.connection == event.connection {
            change(&line)
            self.line = line
        } else if var previous, previous.connection == event.connection {
            change(&previous)
            self.previous = previous
        } else if line == nil {
            var line = Line(connection: event.connection)
            change(&line)
            self.line = line
        }
    }

    private mutating func take(_ update: SessionResumptionUpdate, _ event: LiveEvent) {
        updates += 1
        isResumable = update.isResumable
        lastConsumedClientMessageIndex = update.lastConsumedClientMessageIndex ?? lastConsumedClientMessageIndex
        guard update.isResumable, let handle = update.handle else { return }
        if handle != self.handle {
            issued.append(IssuedHandle(handle: handle, at: event.at, connection: event.connection))
            issuedCount += 1
        }
        self.handle = handle
        handleAt = event.at
    }

    private mutating func begin(_ setup: Setup, _ event: LiveEvent) {
        isConfigured = setup.resumption != nil
        isTransparent = setup.resumption?.isTransparent == true
        if setup.resumption?.handle != nil { resumptions += 1 }
        uses.append(use(setup.resumption?.handle, event))
        beginLine(event)
    }

    private mutating func beginLine(_ event: LiveEvent) {
        guard line?.connection != event.connection else { return }
        if line != nil { previous = line }
        line = Line(connection: event.connection, lastFrameAt: event.at)
    }

    private mutating func use(_ handle: String?, _ event: LiveEvent) -> HandleUse {
        var use = HandleUse(frame: event.mark, connection: event.connection, handle: handle)
        guard let handle else {
            use.kind = self.handle == nil ? .none : .unused
            return use
        }
        guard let known = issued.last(where: { $0.handle == handle }) else { return use }
        use.kind = handle == self.handle ? .newest : .stale
        use.age = event.at - known.at
        _ = issued.updateLast(where: { $0.handle == handle }) { $0.usedAt = event.at }
        return use
    }

    private mutating func complete(_ event: LiveEvent, _ metrics: inout MetricLog) {
        _ = uses.updateLast(where: { $0.connection == event.connection }) { $0.isAccepted = true }
        guard let old = previous, line?.connection == event.connection else { return }
        previous = nil
        // A new connection that is ready before the old one ends leaves no gap.
        let start = min(old.endedAt ?? event.at, event.at)
        var gap = ReconnectGap(from: old.connection, to: event.connection, start: start, end: event.at)
        gap.isEstimated = old.isTransportClose
        gap.isResumed = uses.last { $0.connection == event.connection }?.handle != nil
        gap.lastAudioAt = old.lastAudioAt.flatMap { start - $0 <= .seconds(1) ? $0 : nil }
        if isTransparent {
            gap.unacknowledged = max(old.messages.subtractingClamped(lastConsumedClientMessageIndex ?? 0), 0)
        }
        gaps.append(gap)
        // The index counts the messages of a connection.
        lastConsumedClientMessageIndex = nil
        metrics.record(.resumeGap, gap.duration.milliseconds, at: event.at)
    }

    private mutating func note(_ chunk: AudioChunk, _ event: LiveEvent) {
        change(event) { $0.lastAudioAt = event.at }
        guard let gap = gaps.last, gap.to == event.connection, let duration = chunk.duration else { return }
        _ = gaps.updateLast(where: { _ in true }) { $0.takeAudio(duration, at: event.at) }
    }

    /// Client messages on this connection that the server has not said it consumed; nil unless it reports that.
    public var unacknowledgedMessages: Int64? {
        guard isTransparent, let line, let index = lastConsumedClientMessageIndex else { return nil }
        return max(line.messages - index, 0)
    }

    /// How old the handle is that a reconnect would use; nil without one.
    public func handleAge(at now: Timestamp) -> Duration? { handleAt.map { max(now - $0, .zero) } }
}
