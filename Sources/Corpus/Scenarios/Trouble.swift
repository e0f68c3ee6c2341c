public import Simulator

extension Script {
    /// A model that does not exist: the service closes with 1008 instead of `setupComplete`.
    public static var wrongModel: Script {
        Script {
            client(.setup(SetupLine(model: "gemini-2.5-pro")))
            server(.close(1008, reason: ""))
        }
    }

    /// A microphone that is muted after the first sentence: the service gives up on the call.
    public static func muted(model: String = "gemini-3.8-live") -> Script {
        Script {
            client(.setup(SetupLine(model: model)))
            server(.setupComplete)
            client(.audio(.speech(.seconds(1))))
            client(.audio(.silence(.milliseconds(700))))
            server(.turnComplete)
            server(.close(1008, reason: ""))
        }
    }

    /// An app that stops taking what the service sends for a while.
    public static func slowReader(model: String = "gemini-3.8-live", pause: Duration = .seconds(4)) -> Script {
        Script {
            client(.setup(SetupLine(model: model)))
            server(.setupComplete)
            client(.text("Tell me a long story."), after: .milliseconds(500))
            server(.audio(.seconds(3)))
            client(.stopReading(pause))
            client(.audio(.silence(.seconds(20))))
            server(.turnComplete)
        }
    }

    /// The service fails in mid-call.
    public static func failing(model: String = "gemini-3.8-live", code: UInt16 = 1011) -> Script {
        Script {
            client(.setup(SetupLine(model: model)))
            server(.setupComplete)
            client(.audio(.speech(.seconds(1))))
            client(.audio(.silence(.milliseconds(700))))
            server(.turnComplete)
            client(.text("(asks the mock for close \(code))"))
            server(.close(code, reason: ""))
        }
    }
}
