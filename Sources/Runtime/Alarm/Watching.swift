/// Something that looks at the calls while something else goes on.
enum Watching {
    /// Runs `watch` beside `body`. When that has ended, `watch` is cancelled and waited for: it looks once more.
    static func during<Result: Sendable>(
        _ body: () async throws -> Result, _ watch: @escaping @Sendable () async -> Void
    ) async throws -> Result {
        let watching = Task { await watch() }
        let result: Swift.Result<Result, any Error>
        do { result = .success(try await body()) } catch { result = .failure(error) }
        watching.cancel()
        await watching.value
        return try result.get()
    }
}
