/// Where work over many recordings tells a person how far it is, and what it could not do.
package struct ProgressSink {
    /// Called often; whoever listens decides when to look, and only then is the text made.
    package typealias Progress = (() -> String) -> Void

    let progress: Progress
    let note: (String) -> Void

    /// - Parameters:
    ///   - progress: how far the work has come.
    ///   - note: what the result will not hold.
    package init(progress: @escaping Progress = { _ in }, note: @escaping (String) -> Void = { _ in }) {
        (self.progress, self.note) = (progress, note)
    }
}
