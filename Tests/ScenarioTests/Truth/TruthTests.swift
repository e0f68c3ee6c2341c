import Foundation
import LiveProtocol
import SessionModel
import Simulator
import TestSupport
import Testing

/// What livetop reports against what is true by construction (`TruthCall`), with the tolerances that it promises.
@Suite struct TruthTests {
    /// Folded once: an hour of sound.
    private static let measured = Result {
        try [30.0, 20, 10, 5].map { (snr: $0, calls: try Measurement.all(snr: $0)) }
    }

    private func calls(_ snr: Double) throws -> [Measurement] {
        try #require(try Self.measured.get().first { $0.snr == snr }).calls
    }

    private var all: [Measurement] {
        get throws { try Self.measured.get().flatMap(\.calls) }
    }

    @Test func `the call was understood: every answer a turn, every objection an interruption`() throws {
        for measurement in try all {
            #expect(measurement.state.turns.count == measurement.call.answers.count)
            #expect(measurement.state.interruptions.count == measurement.call.answers.count / 2)
        }
    }

    @Test func `instants of the wire are exact to 5 ms`() throws {
        #expect(try all.map(\.instants).sum.worst <= 5)
        #expect(try all.map(\.stops).sum.worst <= 5)
    }

    @Test func `the backlog is right within 40 ms`() throws {
        #expect(try all.map(\.backlogs).sum.worst <= 40)
    }

    @Test(arguments: [(30.0, 20.0, 60.0), (20, 20, 60), (10, 40, 120)])
    func `speech is found when it begins`(snr: Double, median: Double, p90: Double) throws {
        for errors in [try calls(snr).map(\.onsets).sum, try calls(snr).map(\.bargeIns).sum] {
            #expect(errors.median <= median)
            #expect(errors.p90 <= p90)
        }
    }

    @Test(arguments: [(30.0, 20.0, 60.0), (20, 20, 60), (10, 40, 120)])
    func `speech is found when it ends, and the answer counted from there`(snr: Double, median: Double, p90: Double)
        throws
    {
        for errors in [try calls(snr).map(\.ends).sum, try calls(snr).map(\.headlines).sum] {
            #expect(errors.median <= median)
            #expect(errors.p90 <= p90)
        }
    }

    @Test func `nearly every answer is counted from the end of the speech`() throws {
        for snr in [30.0, 20, 10] {
            let turns = try calls(snr).flatMap(\.state.turns.recent)
            let sound = turns.count { $0.response.map { $0.anchor == .localVAD && $0.confidence == .high } ?? false }
            #expect(Double(sound) >= 0.98 * Double(turns.count), "\(snr) dB")
        }
    }

    @Test func `what other people and music make of it is doubted, or right`() throws {
        for (condition, call) in try Measurement.rough() {
            for errors in [call.reliedOnsets, call.reliedEnds] where errors.count > 0 {
                // What is late by up to so much is late by half of it in the middle.
                #expect(errors.median <= 20 + call.call.jitter.milliseconds / 2, "\(condition)")
                #expect(errors.p90 <= 150, "\(condition)")
            }
            #expect(call.headlines.missing <= 1, "\(condition)")
        }
    }

    @Test func `what noise makes doubtful is marked`() throws {
        // A ratio that is itself measured in noise: one in twenty may be taken for a better one.
        for low in [try calls(5).reduce(0) { $0 + $1.lowOnsets }, try calls(5).reduce(0) { $0 + $1.lowEnds }] {
            #expect(Double(low) >= 0.95 * 48)
        }
    }

    @Test func `what can be relied on is not doubted`() throws {
        for snr in [30.0, 20, 10] {
            #expect(try calls(snr).reduce(0) { $0 + $1.lowOnsets } <= 2, "\(snr) dB")
            #expect(try calls(snr).reduce(0) { $0 + $1.lowEnds } <= 2, "\(snr) dB")
        }
    }

    @Test(arguments: [(30.0, 3.0), (20, 3), (10, 3)]) func `the signal-to-noise ratio is right`(
        snr: Double, tolerance: Double
    ) throws {
        #expect(try calls(snr).map(\.ratios).sum.median <= tolerance)
    }

    @Test func `tokens are exact`() throws {
        for measurement in try all {
            let usage = measurement.call.answers.map(\.usage)
            let tokens = measurement.state.tokens
            #expect(tokens.billedInput.text == usage.reduce(0) { $0 + Int64($1.promptText) })
            #expect(tokens.billedInput.audio == usage.reduce(0) { $0 + Int64($1.promptAudio) })
            #expect(tokens.billedOutput.audio == usage.reduce(0) { $0 + Int64($1.responseAudio) })
            #expect(tokens.billedThoughts == usage.reduce(0) { $0 + Int64($1.thoughts) })
            let last = try #require(usage.last)
            let context = last.promptText + last.promptAudio + last.responseAudio + last.thoughts
            #expect(tokens.context == Int64(context))
        }
    }

    @Test func `the table of errors in docs is the one measured`() throws {
        let levels = try Self.measured.get()
        var table = ErrorTable(speaker: try Speaker.version())
        let every = levels.flatMap(\.calls)
        table.add("`interrupted` and first model audio", "", every.map(\.instants).sum, "5 ms")
        table.add("`stop_ms`", "", every.map(\.stops).sum, "5 ms")
        table.add("`backlog_ms`", "", every.map(\.backlogs).sum, "40 ms")
        let required = [30.0: "20 / 60 ms", 20: "20 / 60 ms", 10: "40 / 120 ms"]
        for (snr, calls) in levels {
            let low = calls.reduce(0) { $0 + $1.lowOnsets }
            table.add("onset of speech", table.noise(snr), calls.map(\.onsets).sum, required[snr], low: low)
        }
        for (snr, calls) in levels {
            table.add("`bargein_ms` by `vad.local`", table.noise(snr), calls.map(\.bargeIns).sum, required[snr])
        }
        for (snr, calls) in levels {
            let low = calls.reduce(0) { $0 + $1.lowEnds }
            table.add("end of speech", table.noise(snr), calls.map(\.ends).sum, required[snr], low: low)
        }
        for (snr, calls) in levels {
            table.add("`response_ms`", table.noise(snr), calls.map(\.headlines).sum, required[snr])
        }
        for (condition, call) in try Measurement.rough() {
            table.add("onset of speech", condition, call.onsets, nil, low: call.lowOnsets)
            table.add("`response_ms`", condition, call.headlines, nil, low: call.lowEnds)
        }
        for (snr, calls) in levels {
            table.add("`snr_db`", table.noise(snr), calls.map(\.ratios).sum, nil, unit: "dB")
        }
        table.expect()
    }
}
