import Foundation
public import Testing

/// Compares `text` with the file `Goldens/<name>.txt` beside the test.
///
/// A missing file, or `RECORD_GOLDENS=1`, writes the file **and fails**: a recording never passes by accident.
/// `name` may carry its own extension, as in `session.svg`.
public func expectGolden(
    _ text: String, named name: String, file: String = #filePath, sourceLocation: SourceLocation = #_sourceLocation
) {
    let folder = URL(fileURLWithPath: file).deletingLastPathComponent().appendingPathComponent("Goldens")
    let golden = folder.appendingPathComponent(name.contains(".") ? name : name + ".txt")
    let isRecording = ProcessInfo.processInfo.environment["RECORD_GOLDENS"] == "1"
    if !isRecording, let expected = try? String(contentsOf: golden, encoding: .utf8) {
        guard expected != text else { return }
        let difference = lineDifference(from: expected, to: text)
        Issue.record("differs from Goldens/\(name):\n\(difference)", sourceLocation: sourceLocation)
        return
    }
    do {
        try FileManager.default.createDirectory(
            at: golden.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: golden)
        Issue.record("recorded Goldens/\(name); look at it, then run again", sourceLocation: sourceLocation)
    } catch {
        Issue.record("cannot record Goldens/\(name): \(error)", sourceLocation: sourceLocation)
    }
}

/// Lines that went with `-`, lines that came with `+`, in the order of the text, with their line numbers.
func lineDifference(from old: String, to new: String) -> String {
    let (old, new) = (lines(of: old), lines(of: new))
    let changes = new.difference(from: old).sorted { place($0) < place($1) }
    return changes.map { change in
        switch change {
        case .remove(let offset, let line, _): "-\(offset + 1): \(line)"
        case .insert(let offset, let line, _): "+\(offset + 1): \(line)"
        }
    }.joined(separator: "\n")
}

private func lines(of text: String) -> [Substring] {
    text.split(separator: "\n", omittingEmptySubsequences: false)
}

/// Removals stand before the insertions of the same line.
private func place(_ change: CollectionDifference<Substring>.Change) -> Int {
    switch change {
    case .remove(let offset, _, _): offset * 2
    case .insert(let offset, _, _): offset * 2 + 1
    }
}
