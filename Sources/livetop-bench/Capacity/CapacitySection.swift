/// The capacity as a section of the report: more and more sessions until something gives, then a long run.
struct CapacitySection {
    static let usualCounts = [100, 200, 400, 600, 800, 1000, 1300, 1600]

    var counts: [Int]
    var windowSeconds: Double
    /// Sessions of the run that shows the memory over time.
    var soakSessions = 400
    /// Its length; 0 for none.
    var soakSeconds: Double

    func run(in workshop: Workshop) throws {
        let subjects = [Subject.nothing, .haproxy, .livetopRelay, .livetopRecording]
            .filter { $0.reasonMissing(in: workshop) == nil }
        print("### Capacity, real time, 1.8 kB up, 2.7 kB down, plain\n\n\(table(subjects, in: workshop).text)")
        if soakSeconds > 0, Subject.livetopRecording.reasonMissing(in: workshop) == nil {
            print("### Memory over time, \(soakSessions) sessions, recording\n\n\(try memory(in: workshop))")
        }
    }

    private func table(_ subjects: [Subject], in workshop: Workshop) -> MarkdownTable {
        var table = MarkdownTable(columns: ["sessions"] + subjects.map(\.title))
        var failed: Set<Subject> = []
        for count in counts where failed.count < subjects.count {
            table.rows.append(
                ["\(count)"]
                    + subjects.map { subject in
                        guard !failed.contains(subject) else { return "–" }
                        let cell = measure(subject, sessions: count, in: workshop)
                        if !cell.isFine { failed.insert(subject) }
                        return cell.text
                    })
        }
        return table
    }

    /// A step that breaks off is a result too: the subject does not carry that many.
    private func measure(_ subject: Subject, sessions: Int, in workshop: Workshop) -> (text: String, isFine: Bool) {
        Progress.say("capacity · \(sessions) sessions · \(subject.title)")
        do {
            let step = try step(subject, sessions: sessions, seconds: windowSeconds, in: workshop)
            return (step.text, step.failure == nil)
        } catch {
            return ("**\(error)**".split(separator: "\n").joined(separator: " "), false)
        }
    }

    private func step(
        _ subject: Subject, sessions: Int, seconds: Double, in workshop: Workshop
    ) throws -> CapacityStep {
        let traffic = LoadPlan(pattern: .paced, sessions: sessions, warmUpSeconds: 1, windowSeconds: seconds)
        let measurement = Measurement(subject: subject, traffic: traffic, isTLS: false)
        return CapacityStep(result: try measurement.run(in: workshop))
    }

    private func memory(in workshop: Workshop) throws -> String {
        Progress.say("memory over \(Int(soakSeconds)) s")
        let step = try step(.livetopRecording, sessions: soakSessions, seconds: soakSeconds, in: workshop)
        let samples = step.result.load.residentMegabytes
        let shown = stride(from: 0, to: samples.count, by: max(1, min(60, samples.count / 10))).map {
            samples[$0].short
        }
        return
            "\(step.text)\n\nResident MB, evenly spaced over \(Int(soakSeconds)) s: \(shown.joined(separator: ", "))\n"
    }
}
