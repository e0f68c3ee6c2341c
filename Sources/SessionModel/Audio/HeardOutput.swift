/// What turns ask of the model's audio. Small, because they are given it with every event.
struct HeardOutput {
    let leadingSilence: Duration?
    let loudest: Double?
}

extension OutputAudio {
    var heard: HeardOutput { HeardOutput(leadingSilence: leadingSilence, loudest: loudest) }
}
