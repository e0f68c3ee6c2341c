import LiveProtocol
import Simulator

/// Calls of the field in which nothing is wrong: ways to end one.
extension FieldKind {
    static let healthyEnds = [
        FieldKind("goodbye by 1000") { cast in
            var talk = FieldTalk(cast)
            talk.lead()
            talk.say(0.6...1.2)
            talk.reply(1...2, heard: "Thank you, goodbye.", words: "Goodbye, and thank you for calling.")
            return talk.session(.normal)
        },
        FieldKind("a framework that shuts down by 1011") { cast in
            var talk = FieldTalk(cast)
            talk.lead()
            talk.exchange()
            return talk.session(.client(1011, talk.cast.pick(["", "Internal error", "going away"])))
        },
        FieldKind("an empty close") { cast in
            var talk = FieldTalk(cast)
            talk.lead()
            talk.exchange()
            return talk.session(.empty)
        },
        FieldKind("a chain of connections, moved in time") { cast in
            var links: [StagedSession.Link] = []
            var cast = cast
            var handle: String?
            var prompt = 0
            for number in 0..<cast.count(2...4) {
                let resumption = handle.map { #"{"handle":"\#($0)"}"# } ?? "{}"
                cast.dice = Dice(seed: cast.seed &+ UInt64(number) &* 977)
                var talk = FieldTalk(cast, setup: cast.setup(["sessionResumption": resumption]))
                talk.context = prompt
                for _ in 0..<talk.cast.count(2...4) { talk.exchange() }
                talk.server(.goAway(timeLeft: .seconds(50)))
                talk.pause(0.5...8)
                let next = "field-\(cast.seed)-link-\(number)-0123456789abcdef"
                talk.server(.json(#"{"sessionResumptionUpdate":{"newHandle":"\#(next)","resumable":true}}"#))
                talk.pause(0.2...1)
                handle = next
                prompt = talk.prompt
                links.append(talk.link(after: number == 0 ? .zero : talk.cast.time(0.1...1.5)))
            }
            return cast.session(links)
        },
        FieldKind("a call that is still going on") { cast in
            var talk = FieldTalk(cast)
            talk.lead()
            talk.tail()
            talk.exchange()
            return talk.cast.session([talk.link(.none)], isOpen: true, patience: .milliseconds(300))
        },
    ]
}
