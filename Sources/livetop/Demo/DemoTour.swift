import Display
import Snapshots
import TerminalUI

/// The way of `livetop demo --tour` through the views, each with a few words about what it is for.
enum DemoTour {
    static var guide: Guide { Guide(steps, .tour) }

    /// So long each stays where nobody goes on.
    private static let length = Duration.seconds(9)

    private static let steps = [
        step(
            "", "Sessions: all calls, those in trouble on top",
            "Three clocks run in each call and end for different reasons: the context in tokens, the session's cap, the "
                + "connection's ten minutes. P95 is the wait for an answer, BARGE how soon the model stops when somebody talks over it."
        ),
        step(
            "session support", "Session: one call while it happens",
            "Clocks and lanes: what the microphone sent, what was received, heard and still unplayed, tools, the socket. "
                + "Below them what was said. Tab goes from part to part, z makes one large."),
        step(
            "turns support", "Turns: where the time of an answer goes",
            "Each turn split into endpointing, the wait for the model, tools and the first sound, with what was said, heard "
                + "and cut off."),
        step(
            "frames support", "Frames: every message of both directions, as it crossed",
            "/ filters them (kind:audio dir:up bytes:>4k), Enter opens one: as a tree, as text, as bytes, as sound."),
        step(
            "findings staying", "Findings: what is wrong, the proof, the cure",
            "Rules that know how calls break: goAway that nobody heeds, a context that fills, a model that ends, sound of the "
                + "wrong rate. Each names the frames that prove it."),
        step(
            "metrics support", "Metrics: latencies, backlog, levels, loss",
            "Percentiles of every quantity over the call; those that are measured and those that are estimated are told apart."
        ),
        step(
            "setup support", "Setup: what the client asked for",
            "And what it left to the service: defaults are marked, and what differs from the call before."),
        step(
            "log", "Log: what livetop itself did",
            "Where it listens and records, what it could not do, which clients refused its certificate."),
        step(
            "sessions", "That is all: Esc leaves the tour, the calls go on",
            "Everything is recorded: livetop replay plays a call again on these screens, livetop diagnose tells it in words. "
                + "Your own calls: livetop run -- python my_agent.py"),
    ]

    /// - Parameter command: what is typed behind `:` to get there; empty where nothing has to be.
    private static func step(_ command: String, _ title: String, _ text: String) -> Guide.Step {
        let typed = command.isEmpty ? [] : [Key.escape] + ":\(command)".map(Key.character) + [.enter]
        return Guide.Step(typed, for: length) { _ in Caption(title, text) }
    }
}
