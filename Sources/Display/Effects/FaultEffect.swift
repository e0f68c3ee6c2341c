import Snapshots
import TerminalUI

/// Faults that were asked for on screen: the proxy is asked as `livetop fault` asks it.
struct FaultEffect {
    let ask: @Sendable ([FaultRequest]) -> FaultAnswer

    /// One after the other; what has been asked for is done, also when the screen ends.
    func carryOut(_ requests: [FaultRequest]) -> EffectJob<Message> {
        EffectJob(on: EffectLane("faults"), mustFinish: true) { [ask] _ in .faulted(ask(requests)) }
    }
}
