import Simulator

/// What is said in the calls of the field.
enum FieldWords {
    static let instructions = [
        "You are a friendly phone assistant for a bakery. Respond only in English. Keep answers short.",
        "You answer the phone of a dentist. RESPOND IN ENGLISH. Be brief and polite. Never give medical advice.",
        "You are Mia, who books tables for a restaurant. Speak only in English. Ask for one thing at a time.",
        "You help people with their bicycles. Speak English only. If you do not know something, say so.",
        "You are a quiz master. Respond in English. Ask one question after the other, and say whether it was right.",
    ]

    static let questions = [
        "Good morning, do you have rye bread today?", "Could you tell me when you open on Sunday, please?",
        "I would like a table for four at half past seven.", "How long would it take to repair a flat tyre?",
        "And what would that cost altogether?", "Can I pay with a card, or only in cash?",
        "Which of the two would you recommend for a beginner?", "My name is Alex Miller, I called last week already.",
        "Is there anything free on Thursday afternoon?", "Sorry, what did you say about the delivery?",
    ]

    static let answers = [
        "Good morning! Yes, we baked some at six, and there are two loaves left for you.",
        "We open at eight on Sundays and close at noon. Shall I keep something for you?",
        "That works, I have put you down at the window for half past seven.",
        "A flat tyre takes about twenty minutes if nobody stands in line before you.",
        "Altogether that comes to eighteen euros and fifty cents, tax included.",
        "You can pay with any card, and with your telephone as well.",
        "For a beginner I would take the smaller one, since it forgives a lot.",
        "Welcome back, Alex. I see your call of last Tuesday in front of me.",
        "Thursday at three is free, and so is a quarter to five.",
        "Of course: the driver comes between nine and eleven and rings twice.",
    ]

    /// `answers`, as they come: a word or two at a time.
    static func pieces(_ text: String, of size: Int) -> [String] {
        let words = text.split(separator: " ").map(String.init)
        return stride(from: 0, to: words.count, by: max(size, 1)).map { start in
            (start == 0 ? "" : " ") + words[start..<min(start + max(size, 1), words.count)].joined(separator: " ")
        }
    }

    static func quoted(_ text: String) -> String {
        "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n") + "\""
    }
}
