import LiveProtocol
import SessionModel
import Wording

/// `wav`: 16-bit PCM. `call` is what the user lived through: the microphone left on its own clock, the model right on
/// the playback clock and cut at each interruption, from the session's beginning to its end. `mic` and `model` are what
/// one side sent, without pauses, at its own rate.
///
/// The header stands in front of the samples, so their number comes from a pass that only counts.
struct WAV {
    private let source: ExportSource
    private let options: ExportOptions

    static func write(_ source: ExportSource, _ options: ExportOptions, _ sink: ExportSink) throws {
        let wav = WAV(source: source, options: options)
        switch options.track {
        case .call: try wav.writeCall(sink)
        case .mic: try wav.writeSide(.clientToServer, sink)
        case .model: try wav.writeSide(.serverToClient, sink)
        }
    }

    /// Samples per second of the call: the model's rate, above what any microphone sends that Live takes.
    static let callRate = 24_000

    // MARK: The call

    private func writeCall(_ sink: ExportSink) throws {
        try source.requireTimes(for: "the sound of the call")
        guard let openedAt = try source.openedAt() else { throw ExportError.nothing("sound") }
        let (cuts, lastAt) = try findCuts()
        let mic = SoundPlacer(.clientToServer, rate: Self.callRate, .microphone(openedAt: openedAt))
        let model = SoundPlacer(.serverToClient, rate: Self.callRate, .playback(openedAt: openedAt, cuts: cuts))
        let ends = try (end(of: mic), end(of: model))
        guard ends.0 != nil || ends.1 != nil else { throw ExportError.nothing("sound") }
        let length = max(ends.0 ?? 0, ends.1 ?? 0, position(lastAt - openedAt))
        let range = range(of: length, since: openedAt)
        try writeHeader(channels: 2, rate: Self.callRate, count: range.upperBound - range.lowerBound, sink)
        var left = SoundReader(source, mic, rate: Self.callRate)
        var right = SoundReader(source, model, rate: Self.callRate)
        try forEachStretch(of: range) { stretch in
            try sink.write(interleaved(left.samples(in: stretch), right.samples(in: stretch)))
        }
    }

    private func findCuts() throws -> (PlaybackCuts, lastAt: Timestamp) {
        var cuts = PlaybackCuts()
        cuts.isIgnored = options.isAsGenerated
        var lastAt = Timestamp(nanoseconds: .min)
        try source.forEachEvent { event in
            cuts.note(event)
            lastAt = max(lastAt, event.at)
        }
        return (cuts, lastAt)
    }

    /// Where the last sound ends; nil without any.
    private func end(of placer: SoundPlacer) throws -> Int64? {
        var placer = placer
        var end: Int64?
        try source.forEachEvent { event in
            for piece in placer.pieces(in: event) { end = max(end ?? 0, piece.end) }
        }
        return end
    }

    private func position(_ length: Duration) -> Int64 {
        Int64(clamping: (length.seconds * Double(Self.callRate)).rounded())
    }

    private func range(of length: Int64, since openedAt: Timestamp) -> Range<Int64> {
        guard let interval = options.interval else { return 0..<max(length, 0) }
        let start = min(max(position(interval.lowerBound - openedAt), 0), length)
        let end = min(max(position(interval.upperBound - openedAt), start), length)
        return start..<end
    }

    private func interleaved(_ left: [Int16], _ right: [Int16]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(left.count * 4)
        for (left, right) in zip(left, right) {
            PCM.append(left, to: &bytes)
            PCM.append(right, to: &bytes)
        }
        return bytes
    }

    // MARK: One side

    private func writeSide(_ direction: Direction, _ sink: ExportSink) throws {
        let part = source.limited(to: options)
        var rate: Int?
        var probe = SoundPlacer(direction, rate: Self.callRate, .gapless)
        try part.forEachEvent { event in
            if rate == nil { rate = probe.pieces(in: event).first?.format.rate }
        }
        guard let rate else {
            throw ExportError.nothing(direction == .clientToServer ? "sound of the client" : "sound of the model")
        }
        let placer = SoundPlacer(direction, rate: rate, .gapless)
        let side = WAV(source: part, options: options)
        let length = try side.end(of: placer) ?? 0
        try writeHeader(channels: 1, rate: rate, count: length, sink)
        var reader = SoundReader(part, placer, rate: rate)
        try forEachStretch(of: 0..<length) { stretch in
            var bytes: [UInt8] = []
            for sample in try reader.samples(in: stretch) { PCM.append(sample, to: &bytes) }
            try sink.write(bytes)
        }
    }

    // MARK: The file

    private func forEachStretch(of range: Range<Int64>, _ body: (Range<Int64>) throws -> Void) throws {
        var start = range.lowerBound
        while start < range.upperBound {
            let end = min(start + 16_384, range.upperBound)
            try body(start..<end)
            start = end
        }
    }

    /// RIFF counts in 32 bits.
    private func writeHeader(channels: Int, rate: Int, count: Int64, _ sink: ExportSink) throws {
        let byteCount = count * Int64(channels) * 2
        guard byteCount <= Int64(UInt32.max) - 36 else {
            throw ExportError.tooLarge("a WAV file holds four gigabytes, this would be \(Format.bytes(byteCount))")
        }
        func number(_ value: Int, _ size: Int) -> [UInt8] {
            (0..<size).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
        }
        var header = Array("RIFF".utf8) + number(Int(byteCount) + 36, 4) + Array("WAVEfmt ".utf8)
        header += number(16, 4) + number(1, 2) + number(channels, 2) + number(rate, 4)
        header += number(rate * channels * 2, 4) + number(channels * 2, 2) + number(16, 2)
        try sink.write(header + Array("data".utf8) + number(Int(byteCount), 4))
    }
}

extension ExportSource {
    /// The same without the frames outside of what is asked for; everything else stays, it explains the frames.
    fileprivate func limited(to options: ExportOptions) -> ExportSource {
        guard let interval = options.interval else { return self }
        return ExportSource(session: session, now: now, beginning: beginning, diagnose: diagnose) { connection in
            let next = events(connection)
            return {
                while let event = try next() {
                    guard case .frame = event.kind, !interval.contains(event.at) else { return event }
                }
                return nil
            }
        }
    }
}
