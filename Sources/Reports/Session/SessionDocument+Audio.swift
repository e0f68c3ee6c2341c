import Listening
import LiveProtocol
import SessionModel

extension SessionDocument {
    /// All null for a session without input audio.
    var inputAudio: JSONValue {
        let audio = state.inputAudio
        let hasAudio = audio.format != nil
        return .object(
            [
                ("declaredRate", .integer(audio.declaredRate)),
                ("isRateDeclared", .bool(audio.format?.isRateDeclared)),
                ("channels", .integer(audio.format?.channels)),
                ("effectiveRate", .number(audio.effectiveRate)),
                ("chunkMsP50", .number(state.metrics.statistics(for: .chunk)?.p50)),
                ("jitterMsP95", .number(state.metrics.statistics(for: .jitter)?.p95)),
                ("lagMs", .milliseconds(audio.lag)),
                ("drift", .number(audio.drift)),
                ("gaps", hasAudio ? gaps(audio.gaps) : .null),
                ("stalls", .integer(hasAudio ? audio.pace.stallCount : nil)),
                ("bursts", .integer(hasAudio ? audio.pace.burstCount : nil)),
                ("aheadMs", .milliseconds(hasAudio ? audio.pace.ahead(at: now) : nil)),
                ("maxAheadMs", .milliseconds(hasAudio ? audio.pace.maxAhead : nil)),
                ("rateVariation", .number(audio.pace.rateVariation)),
                ("oddChunks", .integer(hasAudio ? audio.pace.oddChunkCount : nil)),
                ("container", .string(audio.container.container?.rawValue)),
                ("otherType", .string(audio.otherType)),
                ("missingStreamEnds", .integer(hasAudio ? audio.missingStreamEnds : nil)),
            ] + signal(audio) + [
                ("isHalfDuplex", .bool(audio.isHalfDuplex)),
                ("echoScore", .number(audio.echoScore)),
                ("unflushedEchoScore", .number(audio.unflushedEchoScore)),
                ("speech", hasAudio ? speech(audio) : .null),
            ])
    }

    private func signal(_ audio: InputAudio) -> [(String, JSONValue)] {
        [
            ("levelDbfs", .number(audio.levelDBFS)),
            ("noiseFloorDbfs", .number(audio.noiseFloorDBFS)),
            ("snrDb", .number(audio.snrDB)),
            ("clippingRatio", .number(audio.clippingRatio)),
            ("dcOffset", .number(audio.dcOffset)),
            ("digitalSilenceRatio", .number(audio.digitalSilenceRatio)),
            ("longestSilenceSeconds", .seconds(audio.format == nil ? nil : audio.longestSilence)),
            ("zeroHoles", .integer(audio.format == nil ? nil : audio.holes.count)),
            ("layout", .string(audio.layout?.rawValue)),
            ("bandEdgeHz", .number(audio.bandEdge)),
            ("hum", hum(audio.hum)),
            ("flatTops", flatTops(audio.flatTops)),
        ]
    }

    private func hum(_ hum: MainsHum?) -> JSONValue {
        guard let hum else { return .null }
        return .object([("frequencyHz", .number(hum.frequency)), ("share", .number(hum.share))])
    }

    private func flatTops(_ tops: FlatTops?) -> JSONValue {
        guard let tops else { return .null }
        return .object([
            ("share", .number(tops.share)), ("contrast", .number(tops.contrast)), ("level", .number(tops.level)),
        ])
    }

    private func gaps(_ gaps: AudioGaps) -> JSONValue {
        .object([
            ("count", .integer(gaps.count)), ("totalSeconds", .seconds(gaps.total)),
            ("longestSeconds", .seconds(gaps.longest)),
        ])
    }

    private func speech(_ audio: InputAudio) -> JSONValue {
        let segments = Array(audio.speech) + [audio.currentSpeech].compactMap(\.self)
        return .array(
            segments.map { segment in
                .object([
                    ("onset", offset(segment.onset)), ("end", offset(segment.end)),
                    ("onsetConfidence", .string(segment.onsetConfidence.rawValue)),
                    ("endConfidence", .string(segment.end.map { _ in segment.endConfidence.rawValue })),
                    ("levelDbfs", .number(segment.level)), ("snrDb", .number(segment.snr)),
                    ("isEcho", .bool(segment.isEcho)),
                ])
            })
    }

    /// All null for a session without model audio.
    var outputAudio: JSONValue {
        let playback = state.playback.delivered > .zero ? state.playback : nil
        return .object([
            ("deliveredSeconds", .seconds(playback?.delivered)),
            ("heardSeconds", .seconds(playback?.heard(at: now))),
            ("discardedSeconds", .seconds(playback?.discarded)),
            ("backlogMs", .milliseconds(playback?.backlog(at: now))),
            ("underruns", .integer(playback?.underruns)),
            ("starvedMs", .milliseconds(playback?.starved)),
            ("longestSilenceSeconds", .seconds(playback.map { _ in state.outputAudio.longestSilence })),
            ("longestMonotonySeconds", .seconds(playback.map { _ in state.outputAudio.longestMonotony })),
            ("monotonyFlatness", .number(state.outputAudio.monotonyFlatness)),
        ])
    }

    /// Counts are known without video: none came.
    var video: JSONValue {
        let video = state.inputAudio.video
        return .object([
            ("images", .integer(video.count)), ("bytes", .integer(video.byteCount)),
            ("mimeType", .string(video.mimeType)), ("lastAt", offset(video.lastAt)),
            ("lastBytes", .integer(video.lastByteCount)), ("imagesPerSecond", .number(video.rate)),
        ])
    }
}
