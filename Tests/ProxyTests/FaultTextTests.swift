import LiveProtocol
import Proxy
import Testing

/// How faults are written, and what is told of those that make no sense.
@Suite struct FaultTextTests {
    @Test(arguments: [
        ("goaway", FaultKind.goAway(timeLeft: .seconds(10), then: CloseCode(rawValue: 1011)), FaultTrigger.now),
        ("goaway@30s,left=1.5s,then=none", .goAway(timeLeft: .milliseconds(1500), then: nil), .after(.seconds(30))),
        ("goaway:4s:1001@2turns", .goAway(timeLeft: .seconds(4), then: CloseCode(rawValue: 1001)), .turns(2)),
        ("close 1011", .close(CloseCode(rawValue: 1011), reason: ""), .now),
        (
            "close 1008 The operation, was: aborted.@5messages",
            .close(CloseCode(rawValue: 1008), reason: "The operation, was: aborted."), .messages(5)
        ),
        ("refuse:429", .refuse(status: 429), .now),
        ("delay:300ms,dir=up", .delay(.milliseconds(300)), .now),
        ("throttle:16k", .throttle(bytesPerSecond: 16_000), .now),
        ("usage-jump@1turn", .usageJump(tokens: 120_000), .turns(1)),
        ("noise:-30dB", .noise(level: -30), .now),
        ("loss:5%,seed=7", .loss(percent: 5), .now),
        ("tool-call:get_weather", .toolCall(name: "get_weather"), .now),
    ])
    func `a fault is read with its arguments and its moment`(text: String, kind: FaultKind, trigger: FaultTrigger)
        throws
    {
        let fault = try FaultText.parse(text)
        #expect(fault.kind == kind)
        #expect(fault.trigger == trigger)
        #expect(fault.description == text)
    }

    @Test func `what is said by name is the same fault, and reads as text again`() throws {
        let values = FaultValues(name: "goaway", named: ["left": "10s", "at": "30s", "then": "1001"])
        let fault = try values.fault()
        #expect(fault.description == "goaway@30s,left=10s,then=1001")
        #expect(try FaultText.parse(fault.description) == fault)
    }

    @Test(arguments: [
        ("goway", "there is no fault 'goway'"), ("", "no fault is named"),
        ("goaway,lft=3s", "there is no setting of goaway 'lft'"),
        ("close:1006", "'1006' is no code that a close frame may have"),
        ("refuse:200", "'200' is no HTTP status of an error"),
        ("drop", "drop needs what"), ("drop:turnComplet", "there is no kind of message 'turnComplet'"),
        ("delay:soon", "'soon' is no time for time"), ("reset@later", "there is no moment 'later'"),
        ("reset:now:please", "reset takes no argument, and there is 'please'"),
        ("gain:loud", "'loud' is no db from -120 to 60dB"),
        ("goaway,dir=up", "goaway has no choice of a way"), ("reset,seed=x", "'x' is no seed"),
    ])
    func `what makes no sense is told with its word`(text: String, why: String) {
        let error = #expect(throws: FaultError.self) { try FaultText.parse(text) }
        #expect(error?.why == why)
        #expect(error?.cure.isEmpty == false)
    }

    @Test(arguments: [
        "refuse:429@30s", "resume-refused@1turn", "drop:setup,dir=down", "reset@1turn,every=2", "reset@0turns",
        "goaway@30s,every=2", "hold:pong:2s", "drop:setupComplete@1turn", "duplicate:setup@5messages",
        "drop:setupComplete@toolCall",
    ])
    func `what can never fire is told when it is read`(text: String) {
        let error = #expect(throws: FaultError.self) { try FaultText.parse(text) }
        #expect(error?.why.contains("can never fire") == true, "\(error?.why ?? "")")
    }

    @Test func `one fault can keep another from ever happening`() throws {
        let orders = try ["refuse:429", "goaway@30s"].map { FaultPlan.Order(try FaultText.parse($0)) }
        let error = #expect(throws: FaultError.self) { try FaultPlan(orders).check() }
        #expect(error?.why.contains("can never fire") == true)
        try FaultPlan([FaultPlan.Order(orders[0].fault, .next(1)), orders[1]]).check()
        try FaultPlan([orders[0], orders[0]]).check()
    }

    @Test func `the answer to a setup can be kept back, and other moments are placed with their scenario`() throws {
        _ = try FaultText.parse("drop:setupComplete@setup")
        _ = try FaultText.parse("drop:setupComplete")
        #expect(
            try FaultText.placed(["tool-call@1turn", "tool-cancel@toolCall"], at: "30s") == [
                "tool-call@30s", "tool-cancel@toolCall",
            ])
        #expect(
            try FaultText.placed(["delay:300ms", "jitter:200ms"], at: "5s") == [
                "delay@5s,time=300ms", "jitter@5s,time=200ms",
            ])
        #expect(try FaultText.placed(["delay:300ms"], at: "now") == ["delay:300ms"])
        #expect(try FaultText.placed(["reset@2turns"], at: "now") == ["reset@now"])
        #expect(throws: FaultError.self) { try FaultText.placed(["refuse:429"], at: "2turns") }
    }

    @Test(arguments: FaultName.allCases)
    func `the example of every fault can be asked for, and each has its words`(name: FaultName) throws {
        #expect(try FaultText.parse(name.example).kind.name == name)
        #expect(!name.summary.isEmpty && !name.goodClient.isEmpty)
        #expect(name.summary.count < 76 && name.goodClient.count < 100)
    }

    @Test(arguments: ["hold:toolResponse:2s", "reorder:clientContent", "reset,for=3s", "delay:1s,every=2"])
    func `what is not done is told with another way`(text: String) {
        #expect(throws: FaultError.self) { try FaultText.parse(text) }
    }

    @Test func `the nearest name can be found`() {
        let error = #expect(throws: FaultError.self) { try FaultText.parse("goway@30s") }
        #expect(error?.unknown?.word == "goway")
        #expect(error?.unknown?.known.contains("goaway") == true)
    }

    @Test(arguments: FaultScenario.all)
    func `every ready scenario is made of faults that can be read`(scenario: FaultScenario) throws {
        for text in scenario.faults + scenario.laterFaults { _ = try FaultText.parse(text) }
        #expect(!scenario.expectations.isEmpty)
        #expect(try FaultScenario.named(scenario.name.uppercased()) == scenario)
    }

    @Test func `a fault is a scenario of its own, at a moment at which there is something to break`() throws {
        let scenario = try FaultScenario.named("close 1008 gone")
        #expect(scenario.faults == ["close@2turns,code=1008,reason=gone"])
        #expect(scenario.expectations.contains(.resumes))
        #expect(try FaultScenario.named("refuse 500").faults == ["refuse 500"])
    }
}
