import LiveProtocol

/// Lines of both sides at instants of their own, so that both can talk at once.
///
/// ```swift
/// var call = Timeline()
/// call.client(.audio(.samples(recording)), at: .zero)
/// call.server(.audio(.seconds(3)), at: .seconds(2))
/// call.server(.interrupted, at: .milliseconds(2_600))
/// let script = call.script
/// ```
///
/// Prepared samples and the server's audio are taken apart into their messages. Every other line goes whole.
public struct Timeline: Sendable {
    private var entries: [(at: Duration, step: Script.Step)] = []

    public init() {}

    /// The client begins with `line` at `instant`: its first sound is captured then.
    public mutating func client(_ line: ClientLine, at instant: Duration) {
        guard case .audio(.samples(_, let rate, _)) = line, case .audio(let sound) = line else {
            return entries.append((instant, .client(line, after: .zero)))
        }
        var now = instant
        for piece in sound.pieces {
            now += .seconds(1) * piece.count / max(rate, 1)
            entries.append((now, .client(.audio(.message(Array(piece), rate: rate)), after: .zero)))
        }
    }

    /// The server begins with `line` at `instant`: its first message of audio goes then.
    public mutating func server(_ line: ServerLine, at instant: Duration) {
        guard case .audio(let length, let chunk, let speed) = line else {
            return entries.append((instant, .server(line, after: .zero)))
        }
        var now = instant
        for piece in length.pieces(of: chunk) {
            entries.append((now, .server(.audio(piece, chunk: piece, speed: .infinity), after: .zero)))
            now += piece / speed
        }
    }

    /// Every line in the order of its instant, and of its addition where two share one.
    public var script: Script {
        var now = Duration.zero
        let order = entries.indices.sorted { (entries[$0].at, $0) < (entries[$1].at, $1) }
        return Script(
            steps: order.map { index in
                let entry = entries[index]
                defer { now = max(now, entry.at) }
                let delay = max(entry.at - now, .zero)
                return switch entry.step {
                case .client(let line, _): .client(line, after: delay)
                case .server(let line, _): .server(line, after: delay)
                }
            })
    }
}

extension ClientLine.Sound {
    /// The samples of each message; empty for sound that the simulator makes itself.
    package var pieces: [ArraySlice<Int16>] {
        guard case .samples(let samples, let rate, let chunk) = self else { return [] }
        let size = max(Int((chunk.seconds * Double(rate)).rounded()), 1)
        return stride(from: 0, to: samples.count, by: size).map { samples[$0..<min($0 + size, samples.count)] }
    }
}

extension Duration {
    /// This length in pieces of `length`, the last one shorter where it does not come out even.
    package func pieces(of length: Duration) -> [Duration] {
        let length = max(length, .milliseconds(1))
        var pieces: [Duration] = []
        var start = Duration.zero
        while start < self {
            pieces.append(min(length, self - start))
            start += length
        }
        return pieces
    }
}
