import LiveProtocol

/// One answer of the mock: its words and how long they take to say.
struct Reply: Equatable, Sendable {
    var text: String
    /// What follows the turn; nil keeps the connection.
    var closure: MockClosure?

    /// Conversational English: about 2.6 words a second.
    static let wordsPerSecond = 2.6

    var words: [Substring] { text.split(separator: " ") }
    var length: Duration { .seconds(Double(max(words.count, 2)) / Self.wordsPerSecond) }

    static func talk(_ dice: inout Dice) -> Reply {
        Reply(text: sentences.randomElement(using: &dice) ?? "Yes.")
    }

    /// The how manieth answer of a session, from 1.
    static func talk(number: Int) -> Reply {
        Reply(text: "\(sentences[number % sentences.count]) This was answer \(number).")
    }

    static let story = Reply(text: Array(repeating: storyPart, count: 2).joined(separator: " "))
    static let goodbye = Reply(text: "Goodbye, it was nice talking to you.", closure: .goodbye)

    static func result(of function: String) -> Reply {
        Reply(text: "I asked \(function) and it says that everything is fine, with a little sun in the afternoon.")
    }

    /// What the mock "hears": it knows how long somebody spoke, not what was said.
    static func heard(_ dice: inout Dice) -> String {
        questions.randomElement(using: &dice) ?? "Hello?"
    }

    private static let questions = [
        "Hello, can you hear me?", "What can you do for me?", "And what about tomorrow?",
        "Could you say that again, please?", "Thank you, that helps.", "How long will it take?",
    ]

    private static let sentences = [
        "Yes, I can hear you well. What would you like to talk about?",
        "That is a good question, and the answer is shorter than most people expect.",
        "Let me put it this way: it depends on the weather, the traffic and a little luck.",
        "I would start with the simplest thing that works and listen carefully to what it tells you.",
        "It should take about ten minutes, perhaps less if nobody interrupts us.",
    ]

    private static let storyPart = """
        Once upon a time a small program listened to two others talking all day long. It changed nothing and forgot \
        nothing, and whenever somebody asked what had gone wrong it could tell them to the millisecond.
        """
}
