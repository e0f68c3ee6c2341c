import Diagnosis
import LiveProtocol

extension RulePair {
    static let connection: [RulePair] = [
        RulePair("unexpected-drop", "1006") {
            $0.talk(); $0.drop(after: 30)
        } isSilent: {
            $0.talk(); $0.close(1000, by: .client, after: 30)
        },
        RulePair("unexpected-drop", "1000-server") {
            $0.talk(); $0.close(1000, after: 30)
        } isSilent: {
            $0.talk(); $0.close(1000, by: .client, after: 30)
        },
        RulePair(
            "unexpected-drop", "idle-reaper", calls: { reaped(ages: [60, 60, 60.2, 60, 60.1]) },
            silent: {
                reaped(ages: [60, 31, 82, 44, 60.1])
            }),
        RulePair("idle-input-abort") {
            $0.talk(); $0.close(1008, "The operation was aborted.", after: 150)
        } isSilent: {
            $0.talk(); $0.close(1008, "The operation was aborted.", after: 5)
        },
        RulePair("idle-input-abort", nil, .warning, after: 50) {
            $0.talk(); $0.wait(60)
        } isSilent: {
            $0.talk(); $0.wait(60); $0.audio(seconds: 1)
        },
        RulePair("server-internal-error", "transient") {
            $0.talk(); $0.close(1011, "Internal error encountered.", after: 9)
        } isSilent: {
            $0.talk(); $0.close(1011, "You exceeded your current quota", after: 9)
        },
        RulePair("server-internal-error", "tool") {
            $0.talk(); $0.call(); $0.answer(); $0.close(1011, "Internal error occurred.", after: 0.6)
        } isSilent: {
            $0.talk(); $0.call(); $0.answer(); $0.exchange(); $0.close(1011, "Internal error occurred.", after: 9)
        },
        RulePair("keepalive-ping-timeout") {
            $0.talk(); $0.control(.clientToServer, .ping)
            $0.close(1011, "keepalive ping timeout", by: .client, after: 20)
        } isSilent: {
            $0.talk(); $0.control(.clientToServer, .ping); $0.control(.serverToClient, .pong, after: 0.02)
            $0.close(1000, by: .client, after: 20)
        },
        RulePair("credential-rejected", "key-expired") {
            $0.begin(isAccepted: false); $0.close(1007, "API key expired. Please renew", after: 0.1)
        } isSilent: {
            $0.talk(); $0.close(1007, "Precondition check failed.", after: 9)
        },
        RulePair(
            "credential-rejected", "token-wrong-endpoint", calls: { [token(.bidiGenerateContent)] },
            silent: {
                [token(.bidiGenerateContentConstrained)]
            }),
        RulePair("quota-exhausted", "quota") {
            $0.talk(); $0.close(1011, "You exceeded your current quota, please", after: 2)
        } isSilent: {
            $0.talk(); $0.close(1011, "Internal error encountered.", after: 2)
        },
        RulePair("quota-exhausted", "concurrency", calls: { crowd(of: 4) }, silent: { crowd(of: 2) }),
        RulePair("handshake-failed", "http-status", calls: { [refused(403)] }, silent: { [StagedCall()] }),
        RulePair("handshake-failed", "setup-timeout", after: 11) {
            $0.begin(isAccepted: false)
        } isSilent: {
            $0.begin()
        },
        RulePair("handshake-failed", "closed-before-setup") {
            $0.begin(isAccepted: false); $0.close(1000, after: 1)
        } isSilent: {
            $0.begin(); $0.close(1000, after: 1)
        },
        RulePair("unclassified-close", nil, .info) {
            $0.talk(); $0.close(1008, "Request trace id: 5abe: application/json isn't")
        } isSilent: {
            $0.talk(); $0.close(1008, "Request trace id: 5abe", by: .client)
        },
        RulePair("client-slow-reader", "backpressure", .warning) {
            $0.talk(); $0.append(.paused(.serverToClient)); $0.append(.resumed(.serverToClient), after: 4)
        } isSilent: {
            $0.talk(); $0.append(.paused(.serverToClient)); $0.append(.resumed(.serverToClient), after: 1)
        },
        RulePair("client-slow-reader", "oversize") {
            $0.talk(); $0.close(1009, "message too big", by: .client)
        } isSilent: {
            $0.talk(); $0.close(1001, by: .client)
        },
        RulePair(
            "key-exposed-in-client", nil, .warning, calls: { [page("https://shop.example.com")] },
            silent: {
                [page("http://localhost:5173")]
            }),
        RulePair("network-unstable", "rtt", .warning) {
            $0.talk(); $0.pings(roundTrip: 0.4)
        } isSilent: {
            $0.talk(); $0.pings(roundTrip: 0.02)
        },
        RulePair("half-open-connection", after: 1) {
            $0.talk(); $0.control(.clientToServer, .ping); $0.audio(seconds: 11)
        } isSilent: {
            $0.talk(); $0.control(.clientToServer, .ping); $0.audio(seconds: 5)
            $0.control(.serverToClient, .pong); $0.audio(seconds: 6)
        },
        RulePair("protocol-drift", "unknown-fields", .info) {
            $0.talk(); $0.client(#"{"realtimeInput":{"smell":"roses"}}"#)
        } isSilent: {
            $0.talk()
        },
    ]

    private static func reaped(ages: [Double]) -> [StagedCall] {
        ages.enumerated().map { number, age in
            var call = StagedCall(UInt64(number + 1), start: Double(number) * 100)
            call.talk()
            call.drop(after: age - (Double(call.now.nanoseconds) / 1e9 - Double(number) * 100))
            return call
        }
    }

    private static func token(_ method: Endpoint.Method) -> StagedCall {
        var call = StagedCall(method: method, target: "/ws/x?access_token=REDACTED")
        call.begin(isAccepted: false)
        call.close(1008, "Method doesn't allow unregistered callers", after: 0.1)
        return call
    }

    private static func crowd(of count: Int) -> [StagedCall] {
        (1...count).map { number in
            var call = StagedCall(UInt64(number), start: Double(number))
            call.begin()
            if number == count { call.close(1011, "Resource has been exhausted (e.g. check quota).", after: 1) }
            return call
        }
    }

    private static func refused(_ status: Int) -> StagedCall {
        var call = StagedCall(isUpgraded: false)
        call.append(.refused(Refusal(status: status, by: .server, reason: "forbidden")))
        call.append(.closed(Closure(by: .server)))
        return call
    }

    private static func page(_ origin: String) -> StagedCall {
        var call = StagedCall(
            target: "/ws/x?key=REDACTED",
            headers: [HeaderField("Origin", origin), HeaderField("User-Agent", "Mozilla/5.0")])
        call.talk()
        return call
    }
}

extension StagedCall {
    /// Setup and two exchanges that go well.
    mutating func talk() {
        begin()
        exchange()
        exchange()
    }

    mutating func pings(roundTrip: Double) {
        for _ in 1...6 {
            control(.clientToServer, .ping, after: 1)
            control(.serverToClient, .pong, after: roundTrip)
        }
    }
}
