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
        "goaway@30s,every=2", "hold:pong:2s",
    ])
    func `what can never fire is told when it is read`(text: String) {
        let error = #expect(throws: FaultError.self) { try FaultText.parse(text) }
        #expect(error?.why.contains("can never fire") == true, "\(error?.why ?? "")")
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
