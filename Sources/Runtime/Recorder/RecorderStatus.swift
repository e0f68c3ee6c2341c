import LiveProtocol
import Wording

/// How recording is going.
struct RecorderStatus: Hashable, Sendable {
    /// Why nothing, or not everything, is being recorded now, in one sentence for people; nil when all is well.
    var problem: String?
    /// The last problem there was, also when it is over.
    var lastProblem: String?
    /// What became of a file that was being recorded into, in one sentence; nil as long as none lost its place.
    var loss: String?
    /// Frames that were relayed and are in no recording: given up because they could not be recorded, or recorded in a
    /// file that was removed while their call went on. And the bytes on the wire of those given up.
    var droppedFrames: Int64 = 0
    var droppedBytes: Int64 = 0
    /// Of the dropped frames, those that were in a file that was removed.
    var lostFrames: Int64 = 0
    /// Openings, closings and the like that were given up.
    var droppedItems: Int64 = 0
    /// Frames that wait for the disk.
    var waitingFrames: Int64 = 0
    /// Frames recorded without their payload since space ran out.
    var withheldFrames: Int64 = 0
    /// Size of the database with its log.
    var databaseBytes: Int64?
    /// Space left on its disk.
    var freeBytes: Int64?
}

extension RecorderStatus {
    /// What a recording that has ended lacks, a sentence each; nothing where it is whole.
    ///
    /// - Parameter tapDrops: frames that did not come as far as the recorder.
    func shortcomings(tapDrops: Int64) -> [String] {
        let unrecorded = droppedFrames.subtractingClamped(lostFrames).addingClamped(waitingFrames)
        let because = (lastProblem ?? "the disk did not keep up").trimmingSuffix(".")
        return [
            (unrecorded, "not recorded because \(because.loweringFirst)"),
            (tapDrops, "not recorded because livetop could not keep up with the calls"),
            (lostFrames, "in a database that was removed while it was being recorded into"),
            (withheldFrames, "recorded without their content because less than 1 GB was free"),
        ].compactMap { count, words in
            count > 0 ? "\(Format.counted(count, "frame was", "frames were")) \(words)" : nil
        } + (droppedItems > 0 ? ["\(droppedItems) openings and closings of calls were not recorded"] : [])
    }
}

extension String {
    fileprivate func trimmingSuffix(_ suffix: String) -> String {
        hasSuffix(suffix) ? String(dropLast(suffix.count)) : self
    }

    /// For use inside of a sentence; a name such as `livetop.db` begins small anyway.
    fileprivate var loweringFirst: String { prefix(1).lowercased() + dropFirst() }
}
