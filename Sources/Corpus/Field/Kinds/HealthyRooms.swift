import LiveProtocol
import Simulator

/// Calls of the field in which nothing is wrong: rooms, microphones and lines.
extension FieldKind {
    static let healthyRooms = [
        FieldKind("the band of a telephone") { cast in
            var talk = FieldTalk(cast, gain: cast.number(0...5))
            talk.encoding = .telephone
            for _ in 0..<talk.cast.count(3...9) { talk.exchange() }
            return talk.session()
        },
        FieldKind("a half-duplex speakerphone with echo cancellation") { cast in
            var talk = FieldTalk(cast)
            talk.call.echo = talk.cast.number(-24...(-14))
            for _ in 0..<talk.cast.count(4...9) { talk.exchange() }
            let late = talk.call.speaking.map { $0.lowerBound..<($0.upperBound + .milliseconds(250)) }
            talk.encoding = .ducked(late, by: talk.cast.number(-18...(-10)))
            return talk.session()
        },
        FieldKind("noise suppression that sends zeros") { cast in
            var talk = FieldTalk(cast, noise: cast.number(-62...(-50)))
            for _ in 0..<talk.cast.count(4...9) { talk.exchange() }
            talk.encoding = .suppressed(below: -44)
            return talk.session()
        },
        FieldKind("two capsules, mixed to one channel") { cast in
            var talk = FieldTalk(cast)
            for _ in 0..<talk.cast.count(3...8) { talk.exchange() }
            talk.encoding = .downmixed(apart: talk.cast.pick([0, 1, 3, 5]))
            return talk.session()
        },
        FieldKind("a fan far below the voice") { cast in
            let noise = cast.pick([FieldRoom.Noise.white, .pink, .fan])
            let room = FieldRoom.samples(noise, level: cast.number(-56...(-48)), seed: cast.seed)
            var talk = FieldTalk(cast, room: room, gain: 3)
            for _ in 0..<talk.cast.count(4...9) { talk.exchange() }
            return talk.session()
        },
        FieldKind("a voice that is soft, in a quiet room") { cast in
            var talk = FieldTalk(cast, noise: -80, gain: cast.number(-12...(-7)))
            for _ in 0..<talk.cast.count(4...8) { talk.exchange() }
            return talk.session()
        },
        FieldKind("a network that holds audio up now and then") { cast in
            var talk = FieldTalk(cast)
            for number in 0..<talk.cast.count(4...9) {
                if number % 3 == 1 {
                    let start = talk.now
                    talk.call.stalls.append(start..<(start + talk.cast.time(0.12...0.24)))
                }
                talk.exchange()
            }
            return talk.session()
        },
    ]
}
