public import Diagnosis
import LiveProtocol
import SessionModel

extension ExportSource {
    /// The same session with other words and noise for sound, for every format. What the rules find is found in it.
    ///
    /// - Parameter pseudonyms: of the whole export.
    public func anonymised(_ pseudonyms: Pseudonyms) throws -> ExportSource {
        let layout = try folded().fleet[session]?.inputAudio.layout
        var copy = self
        copy.events = { connection in
            // All of the session each time: tools are declared on the first connection and spoken of on the others.
            let next = events(nil)
            var anonymiser = Anonymiser(pseudonyms, layout: layout)
            var ready: [WireEvent] = []
            var isOver = false
            return {
                while true {
                    while let event = ready.popLast() {
                        if connection == nil || event.connection == connection { return event }
                    }
                    guard !isOver else { return nil }
                    if let event = try next() {
                        ready = anonymiser.append(event).reversed()
                    } else {
                        isOver = true
                        ready = anonymiser.finish().reversed()
                    }
                }
            }
        }
        return copy
    }

    /// What the rules find in the session, each finding followed by what it explains.
    public func allFindings() throws -> [Finding] { try findings(ExportOptions()).map(\.finding) }

    private func folded() throws -> Folding {
        var folding = beginning
        try forEachEvent { folding.apply($0) }
        folding.finish()
        return folding
    }
}
