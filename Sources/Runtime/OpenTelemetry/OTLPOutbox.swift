import Proxy
import Telemetry

/// The way from the thread that decodes to the thread that exports: bounded, and never waited for.
final class OTLPOutbox: Sendable {
    enum Item: Sendable {
        case span(OTLPSpan)
        case log(OTLPLogRecord)
    }

    let account = OTLPAccount()
    private let queue = BoundedQueue<Item>(limits: .init(count: 8_192, byteCount: 32 << 20))

    /// What an item takes in memory, roughly; texts come on top where content is told.
    private static let usualSize = 2_048

    func offer(_ news: CallTelemetry.News) {
        account.drop(news.missedSpans, of: .traces, .queueFull)
        guard !news.spans.isEmpty || !news.logs.isEmpty else { return }
        let (spans, logs) = queue.offerTogether { take in
            (
                news.spans.count { !take(.span($0), Self.usualSize + $0.textSize) },
                news.logs.count { !take(.log($0), Self.usualSize) }
            )
        }
        account.drop(Int64(spans), of: .traces, .queueFull)
        account.drop(Int64(logs), of: .logs, .queueFull)
    }

    /// Nil once it is closed and empty.
    func next(within limit: Duration) -> [Item]? { queue.nextBatch(within: limit) }

    func close() { queue.close() }
}

extension OTLPSpan {
    fileprivate var textSize: Int {
        attributes.reduce(0) { sum, attribute in
            if case .string(let text) = attribute.value { sum + text.utf8.count } else { sum }
        }
    }
}
