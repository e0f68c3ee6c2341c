import LiveProtocol
import Simulator

/// What is paid for and what is not there.
extension FieldKind {
    static let usage = [
        FieldKind("pictures that are sent and never counted", "input-not-counted") { cast in
            cast.use([.native12, .native, .vertex25, .live38])
            var talk = FieldTalk(cast)
            talk.lead()
            let legacy = talk.cast.model.family == .two5 && talk.cast.chance(0.5)
            for _ in 0..<talk.cast.count(2...4) {
                for _ in 0..<talk.cast.count(4...9) {
                    talk.client(
                        legacy
                            ? .legacyBytes(
                                [0xFF, 0xD8, 0xFF, 0xE0] + [UInt8](repeating: 0x5A, count: 9_000), type: "image/jpeg")
                            : .image(byteCount: talk.cast.count(6_000...20_000)))
                    talk.pause(0.9...1.1)
                }
                talk.say()
                talk.reply()
                talk.pause(0.5...2)
            }
            talk.tail()
            return talk.session()
        }
    ]
}
