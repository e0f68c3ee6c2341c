import LiveProtocol

/// Makes a fault of what is said of it. Every value that makes no sense, and every plan that could never do anything, is an
/// error here and not a fault that waits for ever.
struct FaultReader {
    private var values: FaultValues
    private let text: String

    init(_ values: FaultValues, _ text: String) {
        self.values = values
        self.text = text
    }

    func fault() throws(FaultError) -> Fault {
        guard let name = FaultName(rawValue: values.name.lowercased()) else {
            throw values.name.isEmpty
                ? FaultError("no fault is named", cure: "for example: goaway@30s,left=10s")
                : .unknown(values.name, "fault", among: FaultName.allCases.map(\.rawValue))
        }
        let known = name.parameters + ["at", "dir", "for", "every", "seed"]
        for key in values.named.keys.sorted() where !known.contains(key) {
            throw .unknown(key, "setting of \(name.rawValue)", among: known)
        }
        let fault = Fault(
            kind: try kind(name), trigger: try trigger(), direction: try direction(name),
            duration: try time("for"), every: try every(), seed: try seed(), description: text)
        try FaultSense.check(fault)
        return fault
    }

    // MARK: What

    private func kind(_ name: FaultName) throws(FaultError) -> FaultKind {
        switch name {
        case .goaway: .goAway(timeLeft: try time("left") ?? .seconds(10), then: try then())
        case .close: .close(try code("code") ?? CloseCode(rawValue: 1011), reason: values.named["reason"] ?? "")
        case .reset: .reset
        case .fin: .fin
        case .halfClose: .halfClose
        case .truncate: .truncate
        case .refuse: .refuse(status: try status())
        case .delay: .delay(try needed("time", time("time"), "500ms"))
        case .jitter: .jitter(try needed("time", time("time"), "200ms"))
        case .throttle: .throttle(bytesPerSecond: try rate())
        case .stall: .stall
        case .drop: .drop(try selector())
        case .hold: .hold(try selector(), try needed("time", time("time"), "2s"))
        case .duplicate: .duplicate(try selector())
        case .reorder: .reorder(try selector())
        case .resumeRefused: .resumeRefused
        case .handleWithheld: .handleWithheld
        case .usageJump: .usageJump(tokens: Int64(try count("tokens") ?? 120_000))
        case .interrupted: .interrupted
        case .toolCall: .toolCall(name: values.named["name"])
        case .toolCancel: .toolCancel
        case .noise: .noise(level: try number("level", -120...0, unit: "dB") ?? -30)
        case .gain: .gain(decibels: try needed("db", number("db", -120...60, unit: "dB"), "-20dB"))
        case .loss: .loss(percent: try number("percent", 0.01...100, unit: "%") ?? 10)
        case .silence: .silence
        case .unknownField: .unknownField
        case .pingTimeout: .pingTimeout
        }
    }

    private func needed<Value>(_ key: String, _ value: Value?, _ example: String) throws(FaultError) -> Value {
        guard let value else {
            throw FaultError(
                "\(values.name) needs \(key)", cure: "for example: \(values.name):\(example), or \(key)=\(example)")
        }
        return value
    }

    private func then() throws(FaultError) -> CloseCode? {
        values.named["then"] == "none" ? nil : try code("then") ?? CloseCode(rawValue: 1011)
    }

    private func code(_ key: String) throws(FaultError) -> CloseCode? {
        guard let text = values.named[key] else { return nil }
        guard let code = UInt16(text).map(CloseCode.init(rawValue:)), code.mayAppearOnTheWire else {
            throw FaultError(
                "'\(text)' is no code that a close frame may have",
                cure: "name one of 1000…1003, 1007…1014, 3000…4999\(key == "then" ? ", or none" : "")")
        }
        return code
    }

    private func status() throws(FaultError) -> Int {
        let text = values.named["status"] ?? "503"
        guard let status = Int(text), (400...599).contains(status) else {
            throw FaultError("'\(text)' is no HTTP status of an error", cure: "name one of 400…599: refuse 429")
        }
        return status
    }

    private func selector() throws(FaultError) -> FaultSelector {
        let text = try needed("what", values.named["what"], "interrupted")
        return try Self.selector(text)
    }

    private static func selector(_ text: String) throws(FaultError) -> FaultSelector {
        guard let selector = FaultSelector(text) else {
            throw .unknown(text, "kind of message", among: FaultSelector.names)
        }
        return selector
    }

    private func rate() throws(FaultError) -> Int {
        let text = try needed("rate", values.named["rate"], "16k")
        let digits = text.prefix { $0.isNumber }
        let factor: [String: Int] = ["": 1, "b": 1, "k": 1_000, "kb": 1_000, "m": 1_000_000]
        guard let number = Int(digits), number > 0, number <= 1_000_000_000,
            let unit = factor[text.dropFirst(digits.count).lowercased()]
        else {
            throw FaultError("'\(text)' is no number of bytes a second", cure: "for example: throttle 16k")
        }
        return number.multipliedReportingOverflow(by: unit).partialValue
    }

    // MARK: When

    private func trigger() throws(FaultError) -> FaultTrigger {
        guard let text = values.named["at"], text != "now" else { return .now }
        if let time = FaultTime.duration(text) { return .after(time) }
        let digits = text.prefix { $0.isNumber }
        guard !digits.isEmpty else { return .event(try Self.event(text)) }
        guard let number = Int(digits), number > 0 else {
            throw .never("nothing is the \(digits)th", cure: "begin to count at 1: @1turn")
        }
        switch text.dropFirst(digits.count).trimmingPrefix(" ") {
        case "turn", "turns": return .turns(number)
        case "message", "messages", "msg", "msgs": return .messages(number)
        default:
            throw FaultError(
                "'\(text)' is no moment", cure: "for example: @30s, @2turns, @5messages, @toolCall, @audio")
        }
    }

    private static func event(_ text: String) throws(FaultError) -> FaultSelector {
        guard let selector = FaultSelector(text), selector.opcode == nil else {
            throw .unknown(
                text, "moment", among: ["now", "TIME", "Nturns", "Nmessages"] + FaultSelector.names.dropFirst(3))
        }
        return selector
    }

    private func direction(_ name: FaultName) throws(FaultError) -> Direction? {
        guard let text = values.named["dir"] else { return nil }
        guard let direction = Direction.allCases.first(where: { $0.name == text }) else {
            throw FaultError("'\(text)' is no way", cure: "up is towards the service, down towards the client")
        }
        guard name.directions.contains(direction) else {
            throw FaultError(
                "\(name.rawValue) has no choice of a way",
                cure: "leave dir out: \(name == .noise || name == .gain || name == .loss ? "it is up" : "it is down")")
        }
        return direction
    }

    private func every() throws(FaultError) -> Int? { try count("every") }

    private func seed() throws(FaultError) -> UInt64 {
        guard let text = values.named["seed"] else { return 1 }
        guard let seed = UInt64(text) else {
            throw FaultError("'\(text)' is no seed", cure: "name a whole number: seed=7")
        }
        return seed
    }

    // MARK: Numbers

    private func count(_ key: String) throws(FaultError) -> Int? {
        guard let text = values.named[key] else { return nil }
        guard let number = Int(text), (1...1_000_000_000).contains(number) else {
            throw FaultError("'\(text)' is no number for \(key)", cure: "name a whole number above 0")
        }
        return number
    }

    private func time(_ key: String) throws(FaultError) -> Duration? {
        guard let text = values.named[key] else { return nil }
        guard let time = FaultTime.duration(text), time > .zero || key == "left" else {
            throw FaultError("'\(text)' is no time for \(key)", cure: "for example: 500ms, 10s, 2m")
        }
        return time
    }

    private func number(_ key: String, _ range: ClosedRange<Double>, unit: String) throws(FaultError) -> Double? {
        guard let text = values.named[key] else { return nil }
        let digits = text.lowercased().hasSuffix(unit.lowercased()) ? String(text.dropLast(unit.count)) : text
        guard let number = Double(digits.trimmed), range.contains(number) else {
            throw FaultError(
                "'\(text)' is no \(key) from \(Int(range.lowerBound.rounded())) to \(Int(range.upperBound))\(unit)",
                cure: "for example: \(values.name):\(unit == "%" ? "10%" : "-20dB")")
        }
        return number
    }
}
