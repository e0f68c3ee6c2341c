public import Simulator

extension Script {
    /// One link of a chain of connections: talk until the server announces the end, then leave so that the next link
    /// can carry on with the newest handle. The microphone stays open while the model speaks.
    public static func moving(model: String = "gemini-3.8-live") -> Script {
        Script {
            client(.setup(SetupLine(model: model, resumption: .newest)))
            server(.setupComplete)
            client(.audio(.speech(.seconds(1))))
            client(.audio(.silence(.milliseconds(700))))
            server(.inputTranscription(""))
            server(.audio(.seconds(3)))
            // The microphone is open until the turn has been heard, and after that.
            client(.audio(.silence(.seconds(8))))
            server(.turnComplete)
            server(.resumptionUpdate)
            client(.text("(asks the mock for goaway)"))
            server(.goAway(timeLeft: .seconds(10)))
            client(.audio(.silence(.seconds(2))))
            client(.close(1000))
        }
    }

    /// Hears the announcement and goes on as if nothing had been said, until the server closes.
    ///
    /// - Parameter rounds: of two seconds each: longer than the server's patience.
    public static func staying(model: String = "gemini-3.8-live", rounds: Int = 12) -> Script {
        Script {
            client(.setup(SetupLine(model: model)))
            server(.setupComplete)
            client(.text("(asks the mock for goaway)"), after: .seconds(1))
            server(.goAway(timeLeft: .seconds(10)))
            for _ in 1...max(rounds, 1) {
                client(.audio(.speech(.milliseconds(900))))
                client(.audio(.silence(.milliseconds(1100))))
            }
            server(.close(1011, reason: ""))
        }
    }
}
