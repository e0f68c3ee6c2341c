import LiveProtocol
import Proxy
import Recordings
import Telemetry

/// What the exporting thread does: gathers what comes, and hands it on when it is time.
struct OTLPLoop: ~Copyable {
    private let delivery: OTLPDelivery
    private let settings: OTLPSettings
    private let samples: () -> MetricSamples
    private let startedAt = Timestamp.wallClock
    private var spans: OTLPLane<OTLPSpan>
    private var logs: OTLPLane<OTLPLogRecord>
    private var metrics: OTLPLane<MetricSamples>
    private var metricsDue: ContinuousClock.Instant
    /// When newer counts were asked for; nil before it is time.
    private var askedAt: ContinuousClock.Instant?

    /// The thread that counts answers that much later at most, unless it is behind.
    private static let answerTime = Duration.milliseconds(250)

    init(_ delivery: consuming OTLPDelivery, _ settings: OTLPSettings, _ samples: @escaping () -> MetricSamples) {
        let now = ContinuousClock.now
        self.delivery = delivery
        self.settings = settings
        self.samples = samples
        spans = OTLPLane(.traces, gathering: settings.delay, from: now)
        logs = OTLPLane(.logs, gathering: settings.delay, from: now)
        metrics = OTLPLane(.metrics, gathering: .zero, from: now)
        metricsDue = now + settings.metricInterval
    }

    mutating func take(_ items: [OTLPOutbox.Item]) {
        for item in items {
            switch item {
            case .span(let span): if !spans.append(span) { delivery.overflow(of: .traces) }
            case .log(let record): if !logs.append(record) { delivery.overflow(of: .logs) }
            }
        }
    }

    mutating func send(isLast: Bool = false) {
        let (now, seen) = (ContinuousClock.now, Timestamp.wallClock)
        spans.load(at: now, isLast: isLast) { (delivery.body(.spans($0)), $0.count) }
        logs.load(at: now, isLast: isLast) { (delivery.body(.logs($0, seen: seen)), $0.count) }
        loadMetrics(now, seen, isLast)
        delivery.deliver(&spans)
        delivery.deliver(&logs)
        delivery.deliver(&metrics)
    }

    private mutating func loadMetrics(_ now: ContinuousClock.Instant, _ seen: Timestamp, _ isLast: Bool) {
        if settings.sends(.metrics), now >= metricsDue {
            if askedAt == nil, !isLast {
                askedAt = now
                _ = samples()
            } else if askedAt.map({ now - $0 >= Self.answerTime }) ?? true || isLast {
                (askedAt, metricsDue) = (nil, max(metricsDue, now - settings.metricInterval) + settings.metricInterval)
                // Counts never fall, so newer ones stand for those that did not arrive.
                metrics.finish()
                _ = metrics.append(samples())
            }
        }
        let (startedAt, conventions) = (startedAt, settings.conventions)
        metrics.load(at: now, isLast: isLast) { values in
            let counted = values.last.map { $0.metrics(conventions) } ?? []
            let body = delivery.body(.metrics(counted, from: startedAt, at: seen))
            return (body, counted.reduce(0) { $0 + $1.points.count })
        }
    }

    /// What was gathered goes now, or never.
    mutating func sendLast() {
        metricsDue = .now
        // It may be more than one request.
        repeat { send(isLast: true) } while spans.count + logs.count > 0 && !delivery.isOver && !isStuck
        delivery.abandon(&spans)
        delivery.abandon(&logs)
    }

    /// The last attempt failed: another one would fail as well.
    private var isStuck: Bool { spans.request != nil || logs.request != nil }
}
