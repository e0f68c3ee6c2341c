import Testing

@testable import Runtime

/// What is said of a recording that ended and is not whole.
@Suite struct RecorderStatusTests {
    @Test func `nothing is said of a whole one`() {
        #expect(RecorderStatus().shortcomings(tapDrops: 0) == [])
    }

    @Test func `what is missing is told by its reason`() {
        var status = RecorderStatus()
        status.lastProblem = "The disk is full."
        (status.droppedFrames, status.lostFrames, status.waitingFrames) = (5, 2, 4)
        (status.withheldFrames, status.droppedItems) = (1, 3)
        #expect(
            status.shortcomings(tapDrops: 1) == [
                "7 frames were not recorded because the disk is full",
                "1 frame was not recorded because livetop could not keep up with the calls",
                "2 frames were in a database that was removed while it was being recorded into",
                "1 frame was recorded without their content because less than 1 GB was free",
                "3 openings and closings of calls were not recorded",
            ])
    }

    @Test func `numbers from a broken count stay numbers`() {
        var status = RecorderStatus()
        (status.droppedFrames, status.lostFrames, status.waitingFrames) = (.max, -1, .max)
        #expect(
            status.shortcomings(tapDrops: 0) == [
                "9.22E frames were not recorded because the disk did not keep up"
            ])
    }
}
