import Filters
package import Proxy
package import Runtime

extension UserError {
    /// - Parameter place: where the fault was asked for.
    package init(fault: String, _ error: FaultError, _ status: ExitStatus, in place: String? = nil) {
        let nearest = error.unknown.flatMap { Suggestion.nearest(to: $0.word, among: $0.known) }
        self.init(
            status, what: (place.map { "\($0): " } ?? "") + "‘\(fault)’ is no fault that livetop can inject",
            why: error.why,
            remedy: nearest.map { "did you mean \($0)? livetop fault --list shows all" } ?? error.cure)
    }
}
