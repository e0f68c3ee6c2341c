import Foundation
public import LiveProtocol
import NIOConcurrencyHelpers

/// One frame that the mock sent or received, unmasked.
public struct MockFrame: Hashable, Sendable {
    /// Connections of a server are numbered from 1 in the order of their upgrade.
    public var connection: Int
    public var direction: Direction
    public var frame: Frame
    /// When it was handed to the socket, or taken from it, by the clock of the configuration; nil without one.
    public var at: Timestamp?

    public init(connection: Int, direction: Direction, frame: Frame, at: Timestamp? = nil) {
        self.connection = connection
        self.direction = direction
        self.frame = frame
        self.at = at
    }
}

/// Every frame of a mock, in memory and in a file, so that a recording can be compared with what really was on the
/// wire. The file is written before the frame goes on: a test instrument, not for measuring speed.
package final class FrameTranscript: Sendable {
    private let frames = NIOLockedValueBox<[MockFrame]>([])
    private let keepsFrames: Bool
    private let file: NIOLockedValueBox<FileHandle>?
    private let clock: (@Sendable () -> Timestamp)?

    package init(keepsFrames: Bool, path: String?, clock: (@Sendable () -> Timestamp)? = nil) throws {
        self.keepsFrames = keepsFrames
        self.clock = clock
        file = try path.map { path in
            guard FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600]),
                let handle = FileHandle(forWritingAtPath: path)
            else { throw MockError.transcript(path) }
            return NIOLockedValueBox(handle)
        }
    }

    /// Costs nothing when nobody asked for a transcript.
    package var isOn: Bool { keepsFrames || file != nil }

    package var recorded: [MockFrame] { frames.withLockedValue { $0 } }

    package func append(_ frame: MockFrame) {
        var frame = frame
        frame.at = clock?()
        if keepsFrames { frames.withLockedValue { $0.append(frame) } }
        guard let file, let line = try? JSONEncoder.sorted.encode(TranscriptLine(frame)) else { return }
        // A full disk must not take the conversation down with it; the comparison will show the missing lines.
        file.withLockedValue { try? $0.write(contentsOf: line + Data("\n".utf8)) }
    }
}

/// A line of the transcript file.
private struct TranscriptLine: Encodable {
    var connection: Int
    var dir: String
    var op: String
    var fin: Bool
    var bytes: Int
    var payload_b64: String

    init(_ frame: MockFrame) {
        connection = frame.connection
        dir = frame.direction.name
        op = frame.frame.opcode.name
        fin = frame.frame.isFinal
        bytes = frame.frame.byteCount
        payload_b64 = Base64.encode(frame.frame.payload ?? [])
    }
}

extension JSONEncoder {
    fileprivate static var sorted: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return encoder
    }
}
