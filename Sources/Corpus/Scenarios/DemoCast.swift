import LiveProtocol
import Simulator

/// The synthetic callers of `livetop demo`, all at once. They are ordinary clients: everything between them and the
/// mock is the real thing.
public enum DemoCast {
    /// Plays every caller against `url`, once (about half a minute) or again and again until the task is cancelled.
    public static func run(against url: String, repeats: Bool, seed: UInt64 = 1) async {
        await withTaskGroup(of: Void.self) { group in
            for (number, caller) in (repeats ? DemoCaller.watched : DemoCaller.all).enumerated() {
                group.addTask {
                    // Ends by cancellation only, and that is the end asked for.
                    try? await Task.sleep(for: caller.start ?? .milliseconds(120 * number) + caller.delay)
                    repeat {
                        await call(caller, url, seed: seed &+ UInt64(number))
                        // Calls that end at once would otherwise crowd out all others.
                        if repeats { try? await Task.sleep(for: caller.rest) }
                    } while repeats && !Task.isCancelled
                }
            }
        }
    }

    private static func call(_ caller: DemoCaller, _ url: String, seed: UInt64) async {
        var configuration = ClientConfiguration(
            url: url, tag: caller.tag, spelling: caller.spelling, seed: seed, key: caller.key)
        for _ in 0..<caller.links {
            guard !Task.isCancelled else { return }
            configuration.handle = await ScriptedClient(configuration).play(caller.script).handle
            // As above: cancellation only.
            try? await Task.sleep(for: caller.pause)
        }
    }
}
