/// Sessions, connections and what crossed on them.
extension MetricFamily {
    public static let sessionsActive = gauge(
        "livetop_sessions_active", "Sessions with an open connection.", by: "model")
    public static let sessionsStarted = counter(
        "livetop_sessions_started", "Setups of clients; resumed is true for one that names a resumption handle.",
        by: "model", "resumed")
    public static let sessionDuration = histogram(
        "livetop_session_duration_seconds",
        "Opening to end of sessions that no connection has continued for a minute.", by: "model",
        bounds: [5, 15, 30, 60, 120, 300, 600, 900, 1800, 3600])
    public static let connectionDuration = histogram(
        "livetop_connection_duration_seconds", "Upgrade to close of WebSocket connections.", by: "model",
        bounds: [30, 60, 120, 240, 480, 540, 570, 600, 660, 900])
    public static let connectionAge = gauge(
        "livetop_connection_age_max_seconds", "Time since the upgrade of the oldest open connection.")
    public static let connectionAgeWithoutHandle = gauge(
        "livetop_connection_without_handle_age_max_seconds",
        "Time since the upgrade of the oldest open connection that was given no resumption handle.")
    public static let closes = counter(
        "livetop_closes", "Connections that ended, by close code and the side that ended them.", by: "code", "side")
    public static let goAways = counter(
        "livetop_goaway", "Announcements by the service that it will close.", by: "model")
    public static let goAwayTimeLeft = histogram(
        "livetop_goaway_time_left_seconds", "Time left that goAway announced.", by: "model",
        bounds: [1, 2, 5, 10, 20, 30, 60])
    public static let resumptions = counter(
        "livetop_resumptions", "Setups with a resumption handle that the service accepted or ended the connection on.",
        by: "model", "outcome")
    public static let connectErrors = counter(
        "livetop_upstream_connect_errors", "Calls that did not become a WebSocket.", by: "reason")
    public static let connectDuration = histogram(
        "livetop_upstream_connect_duration_seconds", "Steps of connecting to the service.", by: "phase",
        bounds: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5])

    public static let frames = counter(
        "livetop_frames", "Messages and control frames, by what they hold (docs/protocol.md).", by: "direction", "kind")
    public static let frameBytes = counter("livetop_frame_bytes", "Bytes of frames on the wire.", by: "direction")
    public static let malformedFrames = counter(
        "livetop_malformed_frames", "Messages that cannot be decoded, and directions that stopped being WebSocket.",
        by: "direction", "reason")
    public static let chunkDuration = histogram(
        "livetop_audio_chunk_duration_seconds", "Sound in one message.", by: "direction", bounds: chunkBounds)
    public static let chunkGap = histogram(
        "livetop_audio_chunk_gap_seconds", "Time between two messages with sound of one stretch of speech.",
        by: "direction", bounds: chunkBounds + [2, 5])
    public static let audio = counter("livetop_audio_seconds", "Sound that crossed.", by: "direction")

    private static let chunkBounds = [0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.15, 0.2, 0.3, 0.5, 1]

    static let calls = [
        sessionsActive, sessionsStarted, sessionDuration, connectionDuration, connectionAge, connectionAgeWithoutHandle,
        closes, goAways, goAwayTimeLeft, resumptions, connectErrors, connectDuration, frames, frameBytes,
        malformedFrames, chunkDuration, chunkGap, audio,
    ]
}
