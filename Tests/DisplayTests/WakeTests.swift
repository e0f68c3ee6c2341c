import Foundation
import Testing

@testable import Display

@Suite struct WakeTests {
    /// Waits as the screen's loop does, for ever if need be: the answer ends it, or nothing does.
    @Test func `an answer interrupts whoever waits for keys`() throws {
        let wake = Wake()
        let runner = EffectRunner<Int>(wake: wake.signal) { _, body in
            let thread = Thread(block: body)
            thread.start()
            return {}
        }
        for answer in 1...3 {
            runner.run(EffectJob(on: EffectLane("test")) { _ in answer })
            var descriptor = pollfd(fd: wake.descriptor, events: Int16(POLLIN), revents: 0)
            #expect(poll(&descriptor, 1, -1) == 1)
            wake.drain()
            #expect(runner.answers() == [answer])
        }
    }

    @Test func `signals that nobody waited for are one`() {
        let wake = Wake()
        for _ in 0..<100_000 { wake.signal() }
        var descriptor = pollfd(fd: wake.descriptor, events: Int16(POLLIN), revents: 0)
        #expect(poll(&descriptor, 1, 0) == 1)
        wake.drain()
        descriptor.revents = 0
        #expect(poll(&descriptor, 1, 0) == 0)
    }
}
