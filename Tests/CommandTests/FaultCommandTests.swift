import Foundation
import Testing

/// `livetop fault`, `--fault` and `livetop drill`, as a person meets them.
struct FaultCommandTests {
    @Test func `what can be broken is listed, for people and for programs`() async throws {
        let program = try Program()
        let text = try await program.run(["fault", "--list"])
        #expect(text.status == 0)
        #expect(text.out.contains("a good client: "))
        #expect(text.out.contains("livetop run --fault 'goaway@1turn,left=3s' -- CMD"))
        let json = try await program.run(["fault", "--list", "--json"]).json
        #expect((json["scenarios"] as? [[String: Any]])?.count ?? 0 > 10)
    }

    @Test(arguments: [
        (["fault", "goway", "@last"], Int32(66), "there is no database"),
        (["fault", "goway", "--next", "1"], 64, "did you mean goaway?"),
        (["fault", "goaway"], 64, "nobody is named whose call is to be broken"), (["fault"], 64, "no fault is named"),
        (["fault", "reset", "--next", "1"], 69, "no livetop runs on"),
        (["fault", "refuse", "429", "--at", "30s", "--all"], 64, "it can never fire"),
        (["serve", "--fault", "dely:1s"], 64, "did you mean delay?"),
        (["serve", "--fault", "none.toml"], 66, "cannot read"),
        (["serve", "--fault", "reset", "--capture", "off"], 64, "nothing is recorded"),
        (["serve", "--fault", "refuse:429", "--fault", "reset@1turn"], 64, "every call is refused"),
        (["fault", "drop:setupComplete@2turns", "--next", "1"], 64, "setupComplete has passed by then"),
        (["drill", "goway", "--", "true"], 64, "did you mean goaway?"),
        (["drill", "--real", "--", "true"], 64, "--yes"),
        (["drill", "--upstream", "http://127.0.0.1:9", "--", "true"], 64, "a drill plays the service itself"),
    ])
    func `a mistake is told with its cure`(arguments: [String], status: Int32, words: String) async throws {
        let output = try await Program().run(arguments)
        #expect(output.status == status, "\(output.complaint)")
        #expect(output.complaint.contains(words), "\(output.complaint)")
    }

    @Test(arguments: [
        ("[[fault]]\ndo = \"goway\"\n", "faults.toml, fault 1: ‘goway’"),
        ("[[fault]]\nat = \"3s\"\n", "it does not say what to do"), ("x = 1\n", "there is no setting 'x'"),
        ("[[fault]]\ndo = \"reset\"\nnext = 0\n", "it can never fire"), ("[[fault", "not valid TOML"),
        ("[[fault]]\ndo = \"reset\"\ntag = \"a\"\nnext = 1\n", "it names both tag and next"),
    ])
    func `a file of faults is read before anything runs`(text: String, words: String) async throws {
        let program = try Program()
        let file = try program.write(text, to: "faults.toml")
        let output = try await program.run(["serve", "--fault", file])
        #expect(output.status == 78, "\(output.complaint)")
        #expect(output.complaint.contains(words), "\(output.complaint)")
    }

    @Test func `faults are asked for, told and stopped while livetop runs`() async throws {
        let program = try Program()
        let file = try program.write(
            "[[fault]]\ndo = \"goaway\"\nat = \"30s\"\nleft = \"5s\"\ntag = \"shop\"\n", to: "f.toml")
        let serve = try program.start(["serve", "--json", "--port", "0", "--fault", file])
        _ = try serve.line()
        let asked = try await program.run(["fault", "refuse", "429", "--next", "2"])
        #expect(asked.out == "livetop: refuse,status=429 is on for the next 2 calls; livetop fault --stop ends it\n")
        let running = try await program.run(["fault", "--running"])
        #expect(running.out.contains("goaway@30s,left=5s"))
        #expect(running.out.contains("the next 2 connections"))
        let stopped = try await program.run(["fault", "--stop", "1"])
        #expect(stopped.out == "livetop: fault 1 is off\n")
        let rest = try await program.run(["fault", "--running"])
        #expect(!rest.out.contains("goaway@30s") && rest.out.contains("the next 2 connections"))
        let again = try await program.run(["fault", "--stop", "1"])
        #expect(again.status != 0 && again.complaint.contains("no fault with the number 1 is on"))
        #expect(try await program.run(["fault", "--stop", "one"]).status == 64)
        #expect(try await program.run(["fault", "goaway silent", "--tag", "shop"]).status == 0)
        let scenario = try await program.run(["fault", "--running"])
        #expect(
            scenario.out.contains("goaway@2turns,left=2s,then=none") && scenario.out.contains("stall@2turns,dir=down"))
        #expect(try await program.run(["fault", "--stop"]).status == 0)
        #expect(try await program.run(["fault", "--running"]).out == "livetop: no faults are on\n")
    }

    @Test func `the program of run is led to a path with its faults`() async throws {
        let output = try await Program().run(
            ["run", "--fault", "goaway@30s,left=10s", "--tag", "a", "--", "sh", "-c", "echo $GOOGLE_GEMINI_BASE_URL"])
        #expect(output.out.contains("/f/goaway%4030s%2Cleft%3D10s/t/a\n"))
        #expect(output.complaint.contains("FAULTS ON: goaway@30s,left=10s"))
    }

    @Test func `a client that does not call fails its drill, and every reader of the report sees why`() async throws {
        let program = try Program()
        let output = try await program.run(["drill", "goaway", "--junit", program.file("drill.xml"), "--", "true"])
        #expect(output.status == 2)
        #expect(output.out.contains("it never came: no call came through"))
        #expect(output.out.contains("not tested"))
        let json = try await program.run(["drill", "goaway", "--json", "--", "true"]).json
        #expect(json["passed"] as? Bool == false)
    }
}
