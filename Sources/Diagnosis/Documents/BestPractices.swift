/// The best practices for the Live API.
enum BestPractices: String, CaseIterable {
    case prompts = "persona, rules, guardrails, short prompts"
    case accent = "accent with language"
    case tools = "tools precise, invocation condition, distinct sentences"
    case singleCalls = "model best with single function calls"
    case userFirst = "model expects user input first; starting command"
    case transparentResumption = "transparent resumption"
    case newestHandle = "keep newest handle if resumable"
    case replay = "buffer and prune by index; replay"
    case goAway = "goAway: reconnect proactively"
    case bothLoops = "API errors 1000/1006 in both loops"
    case compression = "compression; 25 tokens/s; history loss"
    case customVAD = "custom VAD requires disabling default VAD and sending events"
    case language = "set language code, language sentence"
    case transcription = "transcription language codes; extra tokens"
    case noBuffering = "do not buffer input (1 s); 20–40 ms"
    case resampling = "resample to 16 kHz"
}
