import Foundation
import Simulator

/// What is wrong with the sound itself, and what of it does not arrive.
extension AudioStage {
    var signals: [StagedFailure] {
        [
            StagedFailure("input-clipping", "a microphone far too loud") { v in
                session(call(v, gain: v.pick([22, 20, 24, 26, 18])), v)
            } silent: { v in
                session(call(v, gain: v.pick([3, 2, 0, 1, -2])), v)
            },
            StagedFailure("input-level-low", "a user who can hardly be heard") { v in
                session(call(v, gain: v.pick([-30, -33, -37, -29, -40]), noise: -88), v)
            } silent: { v in
                session(call(v, gain: v.pick([-12, -9, -16, -6, -14]), noise: -88), v)
            },
            StagedFailure("input-level-low", "nothing but zeros: a microphone that was denied") { v in
                muted(v, level: nil)
            } silent: { v in
                healthy(v)
            },
            StagedFailure("input-level-low", "the wrong device: a hiss and nobody in it") { v in
                muted(v, level: v.pick([-78, -82, -74, -70, -86]))
            } silent: { v in
                healthy(v)
            },
            StagedFailure("input-noise-high", "noise nearly as loud as the voice") { v in
                session(call(v, gain: -6, noise: v.pick([-34, -35, -33, -36, -35])), v)
            } silent: { v in
                session(call(v, gain: -6, noise: v.pick([-52, -55, -50, -60, -54])), v)
            },
            StagedFailure("input-signal-defect", "an offset of the converter") { v in
                let offset = v.pick([900, 1_500, 2_000, -1_200, 2_600])
                return session(call(v), v, shifted(by: offset))
            } silent: { v in
                session(call(v), v, shifted(by: v.pick([40, -60, 20, 80, -30])))
            },
            StagedFailure("input-signal-defect", "hum of the mains between the words") { v in
                session(humming(v), v)
            } silent: { v in
                session(call(v, noise: -52), v)
            },
            StagedFailure("input-clipping", "cut off, and scaled down after that") { v in
                session(call(v, gain: v.pick([22, 20, 24, 26, 18])), v, scaled(by: v.pick([2, 3, 4])))
            } silent: { v in
                session(call(v), v, scaled(by: v.pick([2, 3, 4])))
            },
        ]
    }

    private func humming(_ v: StagedVariation) -> Dialogue {
        let hertz = v.index % 2 == 0 ? 50.0 : 60
        let room = (0..<Microphone.rate).map { index in
            let turns = Double(index) * hertz / Double(Microphone.rate)
            return Float((Sine.of(turns) + Sine.of(2 * turns) / 2 + Sine.of(3 * turns) / 3) * 80)
        }
        var call = Dialogue(v.setup(), microphone: microphone(v, room: room))
        for number in 0..<5 {
            call.exchange(v.seconds(1.6...2.2, salt: UInt64(number)), answer: v.seconds(1.4...1.8, salt: 20))
        }
        return call
    }

    private func scaled(by divisor: Int16) -> MicrophoneEncoding {
        MicrophoneEncoding { samples in Voice.bytes(samples.map { $0 / divisor }) }
    }

    private func shifted(by offset: Int) -> MicrophoneEncoding {
        MicrophoneEncoding { samples in
            Voice.bytes(samples.map { Int16(max(-32_768, min(32_767, Int($0) + offset))) })
        }
    }

    /// The microphone is open and nobody is heard; the call begins with a text.
    private func muted(_ v: StagedVariation, level: Double?) -> StagedSession {
        var microphone = microphone(v, noise: level ?? -60)
        microphone.pause(.seconds(30))
        let samples = level == nil ? microphone.integers.map { _ in 0 } : microphone.integers
        return v.session {
            v.opened()
            v.turn()
            client(.audio(.samples(samples)))
            client(.close(1000))
        }
    }

    var gaps: [StagedFailure] {
        [
            StagedFailure("input-gaps", "audio that is lost on the way") { v in
                var call = call(v, exchanges: 6)
                for number in 0..<7 {
                    let start = Duration.seconds(7 + Double(number) * 3.1)
                    call.withheld.append(start..<(start + v.seconds(0.25...0.6, salt: UInt64(number))))
                }
                return session(call, v, chunk: .milliseconds(40))
            } silent: { v in
                session(call(v, exchanges: 6), v, chunk: .milliseconds(40))
            },
            StagedFailure("input-gaps", "holes in the speech, filled with zeros") { v in
                var call = call(v, exchanges: 5)
                for spoken in call.speech {
                    for number in 0..<3 {
                        let start = spoken.lowerBound + .milliseconds(350 + 420 * number)
                        call.muted.append(start..<(start + v.seconds(0.06...0.14, salt: UInt64(number))))
                    }
                }
                return session(call, v, chunk: .milliseconds(40))
            } silent: { v in
                session(call(v, exchanges: 5), v, chunk: .milliseconds(40))
            },
            StagedFailure("network-unstable", "audio that the network holds up and delivers in heaps") { v in
                var call = call(v, exchanges: 6)
                for number in 0..<14 {
                    let start = Duration.seconds(7 + Double(number) * 1.9)
                    call.stalls.append(start..<(start + v.seconds(0.3...0.44, salt: UInt64(number))))
                }
                return session(call, v, chunk: .milliseconds(20))
            } silent: { v in
                session(call(v, exchanges: 6), v, chunk: .milliseconds(20))
            },
        ]
    }
}
