import Diagnosis
import LiveProtocol
import SessionModel
public import Snapshots
import Wording

/// The dashboard for pipes, logs and screen readers: the same facts as lines, no escape codes.
///
/// One line for everything that happened to a session between two snapshots; every `interval` one about the process and
/// one about each open session, worst first.
public struct PlainLines: Sendable {
    /// How often the lines about the process and what runs come.
    private let interval: Duration
    /// Open sessions that have a line each: what runs beyond them is counted.
    private static let limit = 50
    private var last: FleetSnapshot?

    public init(interval: Duration = .seconds(10)) { self.interval = interval }

    /// What to print now that this is the state.
    public mutating func update(_ snapshot: FleetSnapshot) -> [String] {
        defer { last = snapshot }
        return lines(from: last, to: snapshot)
    }

    /// What to print when `new` follows `old`, oldest first; `old` is nil at the start.
    func lines(from old: FleetSnapshot?, to new: FleetSnapshot) -> [String] {
        let known = Dictionary(
            (old?.summaries ?? []).map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        var lines = old == nil ? [greeting(new.process)] : []
        for session in new.summaries.sorted(by: { $0.id < $1.id }) {
            lines += changes(from: known[session.id], old, to: session, in: new)
        }
        if let problem = new.process.recorderProblem, problem != old?.process.recorderProblem {
            lines.append("NOT RECORDING: \(problem)")
        }
        if let faults = new.process.faults, faults != old?.process.faults { lines.append("FAULTS ON: \(faults)") }
        if let loss = new.process.recorderLoss, loss != old?.process.recorderLoss {
            lines.append("RECORDING LOST: \(loss)")
        }
        for problem in new.process.exportProblems where old?.process.exportProblems.contains(problem) != true {
            lines.append("NOT EXPORTED: \(problem)")
        }
        if let count = new.process.certificateTrouble, count > old?.process.refusedCertificates ?? 0 {
            let clients = Format.counted(count, "client")
            lines.append(
                "CERTIFICATE REFUSED by \(clients): start with livetop run -- CMD, or after eval \"$(livetop env)\"")
        }
        if isDue(from: old?.now, to: new.now) { lines += [gauges(new)] + running(new) }
        return lines.map(TextWidth.shown)
    }

    private func greeting(_ process: ProcessGauges) -> String {
        // Nobody listens: there is a recording alone.
        guard process.port != 0 else {
            return "livetop: no proxy runs here; this is what is recorded in \(process.dataDirectory)"
        }
        let capture = "\(process.captureWords) in \(process.dataDirectory)"
        return "livetop\(process.isDemo ? " demo" : "") on \(process.baseURL), CA \(process.caPath), \(capture)"
    }

    /// Opened, closed, and what became of its health in between.
    private func changes(
        from old: SessionSummary?, _ before: FleetSnapshot?, to new: SessionSummary, in snapshot: FleetSnapshot
    ) -> [String] {
        let (now, findings) = (snapshot.now, snapshot.findings[new.id])
        var lines: [String] = []
        if old == nil { lines.append(name(new) + " opened" + (new.model.map { " " + ModelTable.bareID($0) } ?? "")) }
        if let old, old.model == nil, let model = new.model {
            lines.append(name(new) + " set up " + ModelTable.bareID(model))
        }
        if new.closedAt != nil, old == nil || old?.closedAt == nil {
            lines.append(
                ([name(new) + " closed " + ending(new, at: now)] + figures(new, in: snapshot)).joined(separator: ", "))
        } else if new.closedAt == nil {
            if let deadline = new.goAwayDeadline, old?.goAwayDeadline == nil {
                let handle = new.canResume ? "" : ", and no handle to come back with"
                lines.append(name(new) + " goAway, \(Format.clock(deadline - now)) left" + handle)
            }
            let concern = Concern(new, at: now, findings: findings)
            let earlier = old.map { Concern($0, at: before?.now ?? now, findings: before?.findings[new.id]) }
            if concern != earlier, let words = words(concern, new, at: now, findings) {
                lines.append(name(new) + " " + words)
            }
        }
        return lines
    }

    private func name(_ session: SessionSummary) -> String {
        session.shownTag.map { "\(session.id) \($0):" } ?? "\(session.id):"
    }

    private func ending(_ session: SessionSummary, at now: Timestamp) -> String {
        let context = SessionColumn.CellContext(now: now, width: 200, privacy: .off)
        let ends = [SessionColumn.ID.by, .close].compactMap { SessionColumn.named($0)?.cell(session, context).text }
        let reason = ends.filter { $0 != Format.unknown }.joined(separator: " ")
        let age = Format.clock(session.connectionAge(at: now))
        return
            "by \(reason.isEmpty ? Format.unknown : reason), after \(age), \(Format.counted(session.frames, "frame")), "
            + "\(Format.quantity(session.usedTokens)) tokens in context"
    }

    private func words(
        _ concern: Concern, _ session: SessionSummary, at now: Timestamp, _ findings: [Finding]?
    ) -> String? {
        switch concern {
        case .closing:
            session.goAwayDeadline.flatMap { $0 <= now ? "goAway is overdue by \(Format.clock(now - $0))" : nil }
        case .contextNearlyFull, .contextFilling:
            "context \(Format.percent(session.contextShare)) full, \(Format.quantity(session.usedTokens)) tokens"
        case .framesDropped:
            "\(Format.counted(session.droppedFrames, "frame was", "frames were")) relayed and not captured"
        case .connectionOld:
            "connection is \(Format.clock(session.connectionAge(at: now))) old; most end at about 10:00"
        case .broken, .suspect:
            findings?.max { $0.severity < $1.severity }.map { "\($0.rule): \($0.title)" }
        case .none, .leaving, .justEndedBadly, .endedBadly, .ended: nil
        }
    }

    /// What the rows of the screen say, as far as it is known.
    private func running(_ snapshot: FleetSnapshot) -> [String] {
        let open = snapshot.summaries.filter { $0.closedAt == nil }
        let sorted = SessionSort().sorted(open, at: snapshot.now, findings: snapshot.findings)
        let lines = sorted.prefix(Self.limit).map { session in
            let clocks = [
                text(.connection, session, snapshot).map { "connection \($0) left" },
                text(.cap, session, snapshot).map { "session \($0) left" },
                text(.context, session, snapshot).map { "context \($0) left" },
                text(.tokens, session, snapshot).map { "\($0) tokens" },
            ]
            let facts = clocks.compactMap(\.self) + figures(session, in: snapshot)
            return ([name(session) + " " + session.activity.rawValue] + facts).joined(separator: ", ")
        }
        return lines + (sorted.count > Self.limit ? ["and \(sorted.count - Self.limit) more open sessions"] : [])
    }

    private func figures(_ session: SessionSummary, in snapshot: FleetSnapshot) -> [String] {
        let findings = snapshot.findings[session.id]?.count
        return [
            text(.response, session, snapshot).map { "response p95 \($0)" },
            text(.bargein, session, snapshot).map { "barge-in \($0)" }, text(.cost, session, snapshot),
            findings.map { Format.counted($0, "finding") },
        ].compactMap(\.self)
    }

    /// A cell of the Sessions screen where it is narrow; nil for what is unknown.
    private func text(_ id: SessionColumn.ID, _ session: SessionSummary, _ snapshot: FleetSnapshot) -> String? {
        let context = SessionColumn.CellContext(
            now: snapshot.now, findings: snapshot.findings[session.id], width: id == .tokens ? 11 : 5, privacy: .off)
        let text = SessionColumn.named(id)?.cell(session, context).text
        return text == Format.unknown ? nil : text
    }

    private func isDue(from old: Timestamp?, to new: Timestamp) -> Bool {
        guard let old, interval > .zero else { return false }
        return old.nanoseconds / interval.nanoseconds != new.nanoseconds / interval.nanoseconds
    }

    private func gauges(_ snapshot: FleetSnapshot) -> String {
        let process = snapshot.process
        return [
            "\(snapshot.summaries.count { $0.activity != .closed }) open of \(snapshot.summaries.count)",
            "\(Format.rate(process.framesPerSecond)) frames/s", "\(Format.kilobytes(process.bytesPerSecond)) kB/s",
            "\(Format.count(process.droppedFrames)) dropped", "\(Format.latency(process.overheadP99)) added lag",
            "\(Format.bytes(process.databaseBytes)) stored", "\(Format.bytes(process.freeBytes)) free",
        ].joined(separator: ", ")
    }
}

extension FleetSnapshot {
    /// One line to leave on the terminal when the screen is gone.
    public var exitSummary: String {
        // A replay records nothing.
        if let playback {
            return
                "livetop: session \(playback.session) is told by: livetop show \(playback.session)\(process.folderFlag)"
        }
        let sessions = Format.counted(summaries.count, "session")
        let lost = (process.droppedFrames ?? 0) > 0 ? ", \(Format.count(process.droppedFrames)) not captured" : ""
        let last = summaries.map(\.id).max().map { "; last: livetop show \($0)\(process.folderFlag)" } ?? ""
        return
            "livetop: \(sessions), \(Format.counted(process.frames, "frame"))\(lost), recorded in \(process.dataDirectory)\(last)"
    }
}
