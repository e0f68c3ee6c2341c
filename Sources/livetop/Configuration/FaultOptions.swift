import ArgumentParser
import Filters
import Proxy
import Runtime
import Settings

/// `--fault`, of commands that start a proxy or lead a program to one.
struct FaultOptions: ParsableArguments {
    @Option(
        name: .customLong("fault"),
        help: ArgumentHelp(
            "Break calls on purpose: such as goaway@30s,left=10s, or a file of faults; may be repeated. See livetop fault --list.",
            valueName: "fault"), completion: .file())
    var given: [String] = []

    /// What is asked for, in one line; nil where nothing is.
    var words: String? { given.isEmpty ? nil : given.joined(separator: "; ") }

    /// Files read, faults taken apart.
    func plan() throws(UserError) -> FaultPlan {
        var orders: [FaultPlan.Order] = []
        for text in given {
            if text.hasSuffix(".toml") {
                orders += try FaultFile(path: text).orders
            } else {
                orders.append(FaultPlan.Order(try Self.fault(text)))
            }
        }
        let plan = FaultPlan(orders)
        do throws(FaultError) { try plan.check() } catch {
            throw UserError(
                .usage, what: "these faults cannot be injected together", why: error.why, remedy: error.cure)
        }
        return plan
    }

    /// For one client's calls, all of them: whose else they are for is not its to say.
    func ofEveryCall() throws(UserError) -> [String] {
        try plan().orders.map { order throws(UserError) in
            guard order.target == .all else {
                throw UserError(
                    .usage, what: "livetop run breaks the calls of its program alone",
                    why: "‘\(order.fault)’ is for \(order.target.words)",
                    remedy: "leave tag and next out, or start livetop serve --fault FILE")
            }
            return order.fault.description
        }
    }

    static func fault(_ text: String) throws(UserError) -> Fault {
        do throws(FaultError) { return try FaultText.parse(text) } catch { throw UserError(fault: text, error, .usage) }
    }
}
