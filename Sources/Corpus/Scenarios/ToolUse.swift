public import Simulator

extension Script {
    /// The model asks for the weather; `delay` is how long the caller's function takes.
    public static func toolUse(
        model: String = "gemini-3.8-live", delay: Duration = .milliseconds(800), turns: Int = 2
    ) -> Script {
        Script {
            client(.setup(SetupLine(model: model, functions: ["get_weather"])))
            server(.setupComplete)
            for _ in 1...max(turns, 1) {
                client(.text("What is the weather like in Berlin?"), after: .seconds(1))
                server(.toolCall("get_weather"))
                client(.toolResponse(["temperature": "21", "unit": "celsius"]), after: delay)
                server(.audio(.seconds(3)))
                server(.turnComplete)
            }
        }
    }

    /// The caller loses patience while the function is still running: the call is called off.
    public static func toolCancelled(model: String = "gemini-3.8-live") -> Script {
        Script {
            client(.setup(SetupLine(model: model, functions: ["get_weather"])))
            server(.setupComplete)
            client(.text("What is the weather like in Berlin?"))
            server(.toolCall("get_weather"))
            client(.text("Never mind, tell me something else."), after: .seconds(1))
            server(.toolCallCancellation)
            server(.turnComplete)
            server(.audio(.seconds(3)))
            server(.turnComplete)
        }
    }
}
