/// How recording is going.
struct RecorderStatus: Hashable, Sendable {
    /// Why nothing, or not everything, is being recorded now, in one sentence for people; nil when all is well.
    var problem: String?
    /// Frames that were relayed and could not be recorded, and their bytes on the wire.
    var droppedFrames: Int64 = 0
    var droppedBytes: Int64 = 0
    /// Size of the database with its log.
    var databaseBytes: Int64?
    /// Space left on its disk.
    var freeBytes: Int64?
}
