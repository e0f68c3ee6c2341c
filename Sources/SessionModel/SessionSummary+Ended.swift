extension SessionSummary {
    /// As it is when the process that recorded it is gone: a connection without an end ended with it.
    public var ended: SessionSummary {
        var summary = self
        summary.activity = .closed
        summary.bytesPerSecond = nil
        summary.framesPerSecond = nil
        summary.goAwayDeadline = nil
        summary.canResume = false
        return summary
    }
}
