import Filters
import LiveProtocol
import NIOConcurrencyHelpers
import SessionModel
import SessionStore
import TerminalUI

/// Reads frames for the screen, over a database connection that only reads.
final class FrameEffects: Sendable {
    private static let lane = EffectLane("frames")

    private let open: @Sendable () throws -> SessionDatabase
    /// The recording, once it could be opened.
    private let opened = NIOLockedValueBox<RecordedFrames?>(nil)

    /// - Parameter open: opens the recording, when something is asked for first; its error becomes the answer, and the
    ///   next question tries again.
    init(_ open: @escaping @Sendable () throws -> SessionDatabase) { self.open = open }

    /// A newer page makes an older one worthless, which is given up between two blocks.
    func page(_ request: FrameRequest) -> EffectJob<Message> {
        EffectJob(on: Self.lane, slot: "page") { [self] isWanted in
            do {
                return try frames().page(request, isWanted: isWanted).map(Message.framePage)
            } catch {
                return .framesUnread(request, reason: "\(error)")
            }
        }
    }

    /// What is in the selected frame is read sooner than a page of others.
    func content(of span: FrameSpan) -> EffectJob<Message> {
        EffectJob(on: Self.lane, slot: "content", isUrgent: true) { [self] _ in
            do {
                return .frameContent(try frames().content(of: span))
            } catch {
                return .contentUnread(span, reason: "\(error)")
            }
        }
    }

    func earlierSetup(before session: SessionID) -> EffectJob<Message> {
        EffectJob(on: Self.lane, slot: "setup", isUrgent: true) { [self] _ in
            do {
                guard let earlier = try frames().earlier(than: session) else {
                    return .earlierSetup(before: session, .none)
                }
                let found = earlier.setup.map { EarlierSetup.found(earlier.session, tag: earlier.tag, $0) }
                return .earlierSetup(before: session, found ?? .unknown(earlier.session, tag: earlier.tag))
            } catch {
                return .earlierSetup(before: session, .unread(reason: "\(error)"))
            }
        }
    }

    /// Jobs of one lane never meet here.
    private func frames() throws -> RecordedFrames {
        if let frames = opened.withLockedValue(\.self) { return frames }
        let frames = RecordedFrames(try open())
        opened.withLockedValue { $0 = frames }
        return frames
    }
}
