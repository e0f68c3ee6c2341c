import LiveProtocol
import Proxy
import TestSupport

/// Frames as peers write them, for tests of faults.
enum CallBytes {
    static let key = MaskingKey(bigEndian: 0x1357_9BDF)

    static func up(_ json: String) -> [UInt8] {
        FrameEncoder.encode(Frame(.text, Array(json.utf8)).masked(with: key))
    }

    static func down(_ json: String) -> [UInt8] { FrameEncoder.encode(Frame(.binary, Array(json.utf8))) }

    static let setup = up(
        #"{"setup":{"model":"models/x","tools":[{"functionDeclarations":[{"name":"get_weather"}]}]}}"#)
    static let turnComplete = down(#"{"serverContent":{"turnComplete":true}}"#)
    static let interrupted = down(#"{"serverContent":{"interrupted":true}}"#)
    static let text = down(#"{"serverContent":{"modelTurn":{"parts":[{"text":"Hello"}]}}}"#)
    static let handle = down(#"{"sessionResumptionUpdate":{"newHandle":"h-1","resumable":true}}"#)
    static let usage = down(#"{"usageMetadata":{"promptTokenCount":100,"totalTokenCount":120,"x":[1, 2]}}"#)
}

extension RunningProxy {
    /// Marks of the frames of a direction, in the order in which they were recorded.
    func faults(_ direction: Direction) -> [FrameFault?] {
        frames.filter { $0.direction == direction }.map(\.frame.fault)
    }

    var notes: [String] {
        events.compactMap { if case .fault(let note) = $0.kind { note.text } else { nil } }
    }
}

/// A proxy whose every call has these faults.
func withFaults(
    _ faults: String..., body: @escaping @Sendable (RunningProxy, ListeningSocket) throws -> Void
) async throws {
    try await withProxy { configuration in
        configuration.faults = FaultPlan(try faults.map { FaultPlan.Order(try FaultText.parse($0)) })
    } _: { proxy, upstream in
        try body(proxy, upstream)
    }
}
