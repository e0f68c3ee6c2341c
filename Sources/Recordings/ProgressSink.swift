package import SessionStore

/// Where work over many recordings tells a person how far it is, and what it could not do.
package struct ProgressSink {
    let progress: WorkStep.Telling
    let note: (String) -> Void

    /// - Parameters:
    ///   - progress: how far the work has come.
    ///   - note: what the result will not hold.
    package init(progress: @escaping WorkStep.Telling = { _ in }, note: @escaping (String) -> Void = { _ in }) {
        (self.progress, self.note) = (progress, note)
    }
}
