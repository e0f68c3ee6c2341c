import Filters
import Foundation
import LiveProtocol
import NIOConcurrencyHelpers
import SessionModel
import SessionStore
import TerminalUI

/// Reads frames for the screen on a thread of its own, over a database connection that only reads.
///
/// ```
/// Effect.readFrames ─▶ one slot each: a newer question replaces one that was not begun,
/// Effect.readContent     and a page in work is given up between two blocks
/// Effect.readEarlierSetup
/// answers() ◀─ Message      `wake` becomes readable
/// ```
final class FrameReader: Sendable {
    private struct State {
        var request: FrameRequest?
        var span: FrameSpan?
        var session: SessionID?
        var answers: [Message] = []
        var isEnding = false
    }

    private let state = NIOLockedValueBox(State())
    private let work = DispatchSemaphore(value: 0)
    private let pipe: (read: Int32, write: Int32)
    private let thread = NIOLockedValueBox<JoinableThread?>(nil)

    /// - Parameter open: opens the recording, when something is asked for first; its error becomes the answer, and the
    ///   next question tries again.
    init(_ open: @escaping @Sendable () throws -> SessionDatabase) {
        pipe = Self.makePipe()
        thread.withLockedValue { $0 = JoinableThread(named: "frames") { [self] in run(open) } }
    }

    /// Becomes readable when there is an answer; -1 where the system gave us no pipe: then answers wait for the tick.
    var wake: Int32 { pipe.read }

    func ask(_ effect: Effect) {
        state.withLockedValue { state in
            switch effect {
            case .readFrames(let request): state.request = request
            case .readContent(let span): state.span = span
            case .readEarlierSetup(let session): state.session = session
            default: break
            }
        }
        work.signal()
    }

    /// What has been answered since the last call.
    func answers() -> [Message] {
        var byte: UInt8 = 0
        while pipe.read >= 0, read(pipe.read, &byte, 1) == 1 {}
        return state.withLockedValue { state in
            defer { state.answers = [] }
            return state.answers
        }
    }

    /// Ends the thread.
    func close() {
        state.withLockedValue { $0.isEnding = true }
        work.signal()
        thread.withLockedValue(\.self)?.join()
        for descriptor in [pipe.read, pipe.write] where descriptor >= 0 { Foundation.close(descriptor) }
    }

    // MARK: The thread

    private func run(_ open: () throws -> SessionDatabase) {
        var frames: RecordedFrames?
        while true {
            work.wait()
            let job = state.withLockedValue { state in
                defer { (state.request, state.span, state.session) = (nil, nil, nil) }
                return state
            }
            if job.isEnding { return }
            // What is in the selected frame is read sooner than a page of others.
            if let span = job.span { answer(content(of: span, &frames, open)) }
            if let session = job.session { answer(earlierSetup(session, &frames, open)) }
            if let request = job.request { answer(page(request, &frames, open)) }
        }
    }

    private func content(
        of span: FrameSpan, _ frames: inout RecordedFrames?, _ open: () throws -> SessionDatabase
    ) -> Message {
        do {
            return .frameContent(try opened(&frames, open).content(of: span))
        } catch {
            return .contentUnread(span, reason: "\(error)")
        }
    }

    private func earlierSetup(
        _ session: SessionID, _ frames: inout RecordedFrames?, _ open: () throws -> SessionDatabase
    ) -> Message {
        do {
            guard let earlier = try opened(&frames, open).earlier(than: session) else {
                return .earlierSetup(before: session, .none)
            }
            let found = earlier.setup.map { EarlierSetup.found(earlier.session, tag: earlier.tag, $0) }
            return .earlierSetup(before: session, found ?? .unknown(earlier.session, tag: earlier.tag))
        } catch {
            return .earlierSetup(before: session, .unread(reason: "\(error)"))
        }
    }

    /// Nil for a page that nobody waits for any more.
    private func page(
        _ request: FrameRequest, _ frames: inout RecordedFrames?, _ open: () throws -> SessionDatabase
    ) -> Message? {
        do {
            let page = try opened(&frames, open).page(request) {
                state.withLockedValue { $0.request == nil && !$0.isEnding }
            }
            return page.map(Message.framePage)
        } catch {
            return .framesUnread(request, reason: "\(error)")
        }
    }

    private func opened(
        _ frames: inout RecordedFrames?, _ open: () throws -> SessionDatabase
    ) throws -> RecordedFrames {
        if let frames { return frames }
        let opened = RecordedFrames(try open())
        frames = opened
        return opened
    }

    private func answer(_ message: Message?) {
        guard let message else { return }
        state.withLockedValue { $0.answers.append(message) }
        var byte: UInt8 = 1
        // A full pipe wakes the reader as well.
        if pipe.write >= 0 { _ = write(pipe.write, &byte, 1) }
    }

    private static func makePipe() -> (read: Int32, write: Int32) {
        var ends: [Int32] = [-1, -1]
        guard Foundation.pipe(&ends) == 0 else { return (-1, -1) }
        for end in ends {
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
        return (ends[0], ends[1])
    }
}
