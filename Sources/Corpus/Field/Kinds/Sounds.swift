import LiveProtocol
import Simulator

/// What is wrong with the sound for a while, or all the time.
extension FieldKind {
    static let sounds = [
        FieldKind("far too loud for a while", "input-clipping") { cast in
            var talk = FieldTalk(cast)
            talk.lead()
            let start = talk.now
            for _ in 0..<talk.cast.count(3...5) { talk.exchange() }
            talk.encoding = .clipped(from: start, for: talk.now - start, by: talk.cast.number(22...30))
            talk.tail()
            return talk.session()
        },
        FieldKind("two capsules of one microphone, sent one after the other", "stereo-as-mono") { cast in
            var talk = FieldTalk(cast, gain: cast.number(-2...4))
            for _ in 0..<talk.cast.count(3...8) { talk.exchange() }
            talk.encoding = .twoCapsules(
                apart: talk.cast.pick([0, 0, 1, 3]), hiss: talk.cast.pick([10, 40, 25]), seed: cast.seed)
            return talk.session()
        },
        FieldKind("a room as loud as the speaker", "input-noise-high") { cast in
            let noise = cast.pick([FieldRoom.Noise.white, .pink, .fan])
            let room = FieldRoom.samples(noise, level: cast.number(-29...(-25)), seed: cast.seed)
            var talk = FieldTalk(cast, room: room, gain: 0)
            for _ in 0..<talk.cast.count(5...10) { talk.exchange() }
            return talk.session()
        },
    ]
}
