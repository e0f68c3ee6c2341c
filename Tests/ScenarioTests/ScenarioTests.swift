import Corpus
import LiveProtocol
import SessionModel
import Simulator
import TestSupport
import Testing

/// Each scenario as a pure fold, through the real relay, and read back from the real database: three depths, the same
/// expectations. If pure passes and live fails, the shell is wrong; if both fail, the core is.
struct ScenarioTests {
    private func pure(_ script: Script) -> Account {
        var account = Account()
        let start = Timestamp(nanoseconds: 1_800_000_000_000_000_000)
        for event in script.wireEvents(connection: ConnectionID(rawValue: 1 << 40), from: start) {
            account.take(raw: event)
        }
        return account
    }

    private func check(_ facts: Facts, _ scenario: Scenario, _ depth: String) {
        #expect(facts.turns == scenario.turns, "\(depth)")
        #expect(facts.interruptions == scenario.interruptions, "\(depth)")
        #expect(facts.closeCode == scenario.closeCode, "\(depth)")
        #expect(facts.model != nil, "\(depth)")
    }

    @Test(arguments: Scenario.all) func `a scenario means the same at every depth`(scenario: Scenario) async throws {
        let onPaper = try #require(Facts(pure(scenario.script)))
        check(onPaper, scenario, "pure")

        let stage = try await LiveStage(scenario.script)
        var account = Account()
        let outcomes = await stage.play(scenario.script, account: &account)
        await stage.shutdown()
        #expect(outcomes[0].missed == nil)
        let live = try #require(Facts(account))
        check(live, scenario, "live")
        #expect(live == onPaper)

        let reopened = try #require(Facts(try stage.reopened(account)))
        #expect(reopened == live)
    }

    /// Law 5, the master law, on conversations nobody wrote down: the mock reacts, the caller improvises.
    @Test func `live equals reopened`() async {
        await expectProperty(runs: 4) { random in
            let script = Script.improvised(&random)
            let stage = try await LiveStage()
            var account = Account()
            let outcomes = await stage.play(script, account: &account)
            await stage.shutdown()
            try #require(outcomes[0].missed == nil)
            let areEqual = try stage.reopened(account).fleet.sessions == account.fleet.sessions
            try #require(areEqual)
        }
    }

    @Test func `a chain of connections is one session, live and reopened`() async throws {
        let stage = try await LiveStage()
        var account = Account()
        let outcomes = await stage.play(.moving(), .moving(), .moving(), account: &account)
        await stage.shutdown()
        #expect(outcomes.allSatisfy { $0.missed == nil })
        #expect(account.fleet.sessions.map(\.connectionCount) == [3])
        #expect(account.fleet.sessions.map(\.turns.count) == [3])
        let reopened = try stage.reopened(account).fleet.sessions
        let areEqual = reopened == account.fleet.sessions
        #expect(areEqual)
    }

    @Test func `no handle of a conversation is in its account`() async throws {
        let stage = try await LiveStage()
        var account = Account()
        let outcomes = await stage.play(.moving(), .moving(), account: &account)
        await stage.shutdown()
        let handles = outcomes.compactMap { $0.handle.map { Array($0.utf8) } }
        #expect(handles.count == 2)
        for event in account.events {
            guard case .frame(_, let frame) = event.kind, let payload = frame.payload else { continue }
            for handle in handles {
                let isFound = payload.firstRange(of: handle) != nil
                #expect(!isFound)
            }
        }
    }
}

extension Script {
    /// Some turns in random order; every one ends before the next begins.
    static func improvised(_ random: inout SeededGenerator) -> Script {
        let turns: [Script] = [
            Script {
                client(.text("Hello there"))
                server(.turnComplete)
            },
            Script {
                client(.content("Grüß Gott 🙂 \u{0} \" \\"))
                server(.turnComplete)
            },
            Script {
                client(.text("What is the weather like?"))
                server(.toolCall("get_weather"))
                client(.ping)
                client(.toolResponse(["celsius": "21", "note": "\u{7F}\n"]))
                server(.turnComplete)
            },
            Script {
                client(.audio(.speech(.milliseconds(600))))
                client(.audio(.silence(.milliseconds(700))))
                server(.audio(.seconds(1)))
                client(.audio(.speech(.milliseconds(300))))
                server(.interrupted)
                client(.audioStreamEnd)
                server(.turnComplete)
            },
        ]
        let chosen = (0..<Int.random(in: 1...5, using: &random)).map { _ in
            turns[Int.random(in: turns.indices, using: &random)]
        }
        let spoken = chosen.reduce(Script(steps: [])) { $0 + $1 }
        let ending = random.isOne(in: 3) ? Script { client(.hangUp) } : Script { client(.close(nil)) }
        return Script {
            client(.setup(SetupLine(resumption: .fresh, functions: ["get_weather"])))
            server(.setupComplete)
            spoken
            ending
        }
    }
}
