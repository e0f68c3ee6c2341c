package import Cassettes
import LiveProtocol
import Simulator

/// A recorded server on a port of loopback, for as long as one client program runs.
package struct CassetteStage: Sendable {
    package let port: Int
    private let server: MockServer
    private let reports: AsyncStream<CassetteReport>
    private let telling: AsyncStream<CassetteReport>.Continuation

    /// - Throws: `UserError` where no port can be had.
    package init(_ cassette: Cassette, isStrict: Bool, speed: Double) async throws {
        let (reports, telling) = AsyncStream.makeStream(of: CassetteReport.self)
        var configuration = MockConfiguration(port: 0)
        let plan = CassettePlan(cassette, isStrict: isStrict, speed: speed) { telling.yield($0) }
        configuration.answering = plan.handler(number:)
        let server = try MockServer(configuration)
        do { port = try await server.start() } catch {
            throw UserError(
                .unavailable, what: "cannot serve the recorded session", why: "\(error)", remedy: "try again")
        }
        (self.server, self.reports, self.telling) = (server, reports, telling)
    }

    /// Ends the playing and says how it went, connection by connection.
    package func shutdown() async -> [CassetteReport] {
        await server.shutdown()
        telling.finish()
        return await reports.reduce(into: []) { $0.append($1) }
    }
}
