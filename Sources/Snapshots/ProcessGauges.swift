/// What is true of the proxy process rather than of a session. Unknown is nil.
public struct ProcessGauges: Hashable, Sendable {
    /// Over the last seconds, all connections, both directions.
    public var framesPerSecond: Double?
    public var bytesPerSecond: Double?
    /// Frames seen since the process started.
    public var frames: Int64
    /// Frames that were relayed and could not be captured. Anything but 0 is an alarm; nil where no proxy tells.
    public var droppedFrames: Int64?
    /// Clients that ended TLS because they do not trust livetop's certificate; nil where no proxy tells.
    public var refusedCertificates: Int64?
    /// How long ago the last of them was; nil when there was none.
    public var sinceRefusedCertificate: Duration?
    /// Time that the relay added, read to write.
    public var overheadP50: Duration?
    public var overheadP99: Duration?
    /// Size of the database with its log.
    public var databaseBytes: Int64?
    /// Free space on the disk that holds it.
    public var freeBytes: Int64?
    /// Why nothing is being recorded now, in one sentence for people; nil when recording works.
    public var recorderProblem: String?
    /// What became of a file that was being recorded into, in one sentence for people; nil when none lost its place.
    public var recorderLoss: String?
    /// What keeps data from the machines that it is exported to, each in a sentence for people; empty where nothing does.
    public var exportProblems: [String] = []
    /// Sessions in the recording, those that are not among the summaries included; nil where nobody has counted.
    public var recordedSessions: Int64?
    /// What livetop breaks on purpose, in one sentence for people; nil when nobody has asked for that.
    public var faults: String?
    /// The same one by one, those that are over among them.
    public var faultList: [RunningFault] = []
    /// Where calls go, such as `https://generativelanguage.googleapis.com`; nil where nobody tells.
    public var upstream: String?
    /// Frames that wait to be recorded.
    public var waitingFrames: Int64 = 0
    /// How far the figures of the calls are behind them: all is shown as it was at that time, and catches up by itself. Nil
    /// where nobody would notice.
    public var figuresBehind: Duration?
    public var port: Int
    /// Such as `https://localhost:8910`.
    public var baseURL: String
    /// Paths of `ca.pem` and `ca-bundle.pem`.
    public var caPath: String
    public var caBundlePath: String
    public var dataDirectory: String
    /// `full`, `no-audio`, `meta` or `off`.
    public var captureLevel: String
    /// The calls on screen are synthetic: `livetop demo`.
    public var isDemo: Bool
    /// What the local clock is ahead of UTC.
    public var clockOffset = Duration.zero
    public var source = Source.ownProxy
    /// The share that has been read of what another process has recorded, 0 to 1; nil where all of it has. Until then the
    /// calls on screen are as they were at the instant that has been reached.
    public var readShare: Double?

    /// Where the calls on screen come from.
    public enum Source: Hashable, Sendable {
        /// The proxy of this process.
        case ownProxy
        /// The recording of another process, whose proxy answers.
        case attached(pid: Int32)
        /// A recording whose proxy has ended or does not answer: its gauges are not known.
        case database(String)
    }

    public init(
        framesPerSecond: Double? = nil, bytesPerSecond: Double? = nil, frames: Int64 = 0, droppedFrames: Int64? = 0,
        overheadP50: Duration? = nil, overheadP99: Duration? = nil, databaseBytes: Int64? = nil,
        freeBytes: Int64? = nil, recorderProblem: String? = nil, port: Int, baseURL: String, caPath: String,
        caBundlePath: String, dataDirectory: String, captureLevel: String = "full", isDemo: Bool = false
    ) {
        self.framesPerSecond = framesPerSecond
        self.bytesPerSecond = bytesPerSecond
        self.frames = frames
        self.droppedFrames = droppedFrames
        self.overheadP50 = overheadP50
        self.overheadP99 = overheadP99
        self.databaseBytes = databaseBytes
        self.freeBytes = freeBytes
        self.recorderProblem = recorderProblem
        self.port = port
        self.baseURL = baseURL
        self.caPath = caPath
        self.caBundlePath = caBundlePath
        self.dataDirectory = dataDirectory
        self.captureLevel = captureLevel
        self.isDemo = isDemo
    }
}
