import ArgumentParser
import Filters
import Foundation
import LiveProtocol
import NIOConcurrencyHelpers
import Recordings
import Runtime
import SessionModel
import SessionStore

/// `livetop tail [session]`: what happens in a call, line by line while it happens.
struct TailCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tail",
        abstract: "Follow the live events of a call as lines.",
        discussion: """
            Reads the recording of a running livetop, begins with the last lines and ends with the call. Without a \
            session: the newest open call, or the next one to open. Runs of audio are one line, and so is each new \
            warning or error that a rule finds; a filter chooses among both.

            Examples:
              livetop tail
              livetop tail tag:my-branch --json | jq -c 'select(.event == "interrupted")'
            """)

    @OptionGroup var data: DataOptions

    @Argument(help: ArgumentHelp("The session.", valueName: "session"), completion: RecordedNames.sessions)
    var session: String?

    @Flag(name: .shortAndLong, help: "All sessions, until it is interrupted.")
    var follow = false

    @Option(name: [.customShort("n"), .long], help: ArgumentHelp("Begin with so many past lines.", valueName: "count"))
    var lines = 10

    @Flag(help: "Begin with the first line of the session.")
    var fromStart = false

    @Option(
        help: FilterFlag.help("Only events and findings that fit, such as 'kind:toolCall or finding:*'", for: .events),
        transform: FilterFlag.reader(for: .events))
    var filter: Filter?

    @Flag(help: "Print one JSON document per line: livetop.live/1.")
    var json = false

    func validate() throws {
        guard lines >= 0 else {
            throw ValidationError(
                "cannot begin with \(lines) lines", why: "--lines takes a number from 0 on",
                remedy: "livetop tail --lines 0")
        }
        guard session == nil || !follow else {
            throw ValidationError(
                "--follow does not go with a session", why: "it follows all of them",
                remedy: "name a session, or --follow")
        }
    }

    func run() async throws {
        let interruptions = Interruptions()
        let received = NIOLockedValueBox<Int32?>(nil)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await tell() }
            group.addTask {
                let signal = await interruptions.first()
                received.withLockedValue { $0 = signal }
            }
            // Whichever is first ends the other: the session, a signal.
            let result = await group.nextResult()
            group.cancelAll()
            while let result = await group.nextResult() {
                if case .failure(let error) = result, !(error is CancellationError) { throw error }
            }
            try result?.get()
        }
        if let signal = received.withLockedValue(\.self) { throw ExitCode.signal(signal) }
    }

    private func tell() async throws {
        let recordings = try data.recordings()
        var follower = try await follower(of: recordings)
        follower.filter = filter ?? .everything
        var tail = LiveTail(follower, recordings, namesSession: follow)
        tail.isJSON = json
        tail.past = fromStart ? nil : lines
        try await tail.run()
    }

    private func follower(of recordings: Recordings) async throws -> LiveFollower {
        if follow {
            guard recordings.isRecording else { throw Self.nothingRecords(in: recordings.folder) }
            return try LiveFollower(everythingIn: recordings)
        }
        if let session { return try LiveFollower(recordings.find(session), in: recordings) }
        var hasWaited = false
        while true {
            guard recordings.isRecording else { throw Self.nothingRecords(in: recordings.folder) }
            if let open = try recordings.sessions(limit: 100).first(where: \.hasOpenConnection) {
                return try LiveFollower(open.summary.id, in: recordings)
            }
            if StandardOutput.isGone { throw WriteFailure(code: EPIPE) }
            if !hasWaited { StandardError.say("waiting for the next call") }
            hasWaited = true
            try await Task.sleep(for: LiveTail.pollInterval)
        }
    }

    private static func nothingRecords(in folder: URL) -> UserError {
        UserError(
            .unavailable, what: "there is nothing to follow", why: "no livetop records into \(folder.path)",
            remedy: "start one (livetop serve), or see what was recorded: livetop tail @last")
    }
}
