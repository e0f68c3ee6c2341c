import ArgumentParser

/// How long ago, as it is typed: `90s`, `15m`, `2h`, `7d`.
struct Age: ExpressibleByArgument, Equatable {
    let length: Duration

    init?(argument: String) {
        let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400]
        guard let unit = argument.last.flatMap({ units[$0] }), let number = Int64(argument.dropLast()), number > 0,
            case let (seconds, overflow) = number.multipliedReportingOverflow(by: unit), !overflow
        else { return nil }
        length = .seconds(seconds)
    }
}
