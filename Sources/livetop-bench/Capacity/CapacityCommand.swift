import ArgumentParser

/// `livetop-bench capacity`: how many real-time sessions go through before frames are lost, late or not recorded.
struct CapacityCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "capacity", abstract: "The number of real-time sessions at which frames start to be lost.")

    @OptionGroup var tools: ToolOptions
    @Option(help: "Numbers of sessions to try, with commas.") var sessions = "100,200,400,600,800,1000,1300,1600,2000"
    @Option(help: "Seconds measured at each number.") var window = 4.0
    @Option(help: "Seconds of the long run at 400 sessions; 0 leaves it out.") var soak = 30.0
    @Flag(help: "Two numbers of sessions, no long run.") var quick = false

    func run() throws {
        let workshop = try Workshop(tools)
        let subjects = [Subject.nothing, .haproxy, .livetopRelay, .livetopRecording]
            .filter { $0.reasonMissing(in: workshop) == nil }
        print("### Capacity, real time, 1.8 kB up, 2.7 kB down, plain\n\n\(try table(subjects, in: workshop).text)")
        if soak > 0, !quick, Subject.livetopRecording.reasonMissing(in: workshop) == nil {
            print("### Memory over time, 400 sessions, recording\n\n\(try memory(in: workshop))")
        }
    }

    private func table(_ subjects: [Subject], in workshop: Workshop) throws -> MarkdownTable {
        var table = MarkdownTable(columns: ["sessions"] + subjects.map(\.title))
        var failed: Set<Subject> = []
        for count in quick ? [100, 400] : sessions.split(separator: ",").compactMap({ Int($0) }) {
            guard failed.count < subjects.count else { break }
            table.rows.append(
                ["\(count)"]
                    + subjects.map { subject in
                        guard !failed.contains(subject) else { return "–" }
                        let cell = measure(subject, sessions: count, seconds: window, in: workshop)
                        if !cell.isFine { failed.insert(subject) }
                        return cell.text
                    })
        }
        return table
    }

    /// A step that breaks off is a result too: the subject does not carry that many.
    private func measure(
        _ subject: Subject, sessions: Int, seconds: Double, in workshop: Workshop
    ) -> (text: String, isFine: Bool) {
        Progress.say("capacity · \(sessions) sessions · \(subject.title)")
        do {
            let step = try step(subject, sessions: sessions, seconds: seconds, in: workshop)
            return (step.text, step.failure == nil)
        } catch {
            return ("**\(error)**".split(separator: "\n").joined(separator: " "), false)
        }
    }

    private func step(
        _ subject: Subject, sessions: Int, seconds: Double, in workshop: Workshop
    ) throws -> CapacityStep {
        let traffic = Traffic(pattern: .paced, sessions: sessions, warmUpSeconds: 1, windowSeconds: seconds)
        let measurement = Measurement(subject: subject, traffic: traffic, isTLS: false)
        return CapacityStep(subject: subject, sessions: sessions, result: try measurement.run(in: workshop))
    }

    private func memory(in workshop: Workshop) throws -> String {
        let step = try step(.livetopRecording, sessions: 400, seconds: soak, in: workshop)
        let samples = step.result.load.residentMegabytes
        let shown = stride(from: 0, to: samples.count, by: max(1, samples.count / 10)).map { samples[$0].short }
        return "\(step.text)\n\nResident MB, evenly spaced over \(Int(soak)) s: \(shown.joined(separator: ", "))\n"
    }
}
