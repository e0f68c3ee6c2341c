/// `docs/protocol.md`, for whoever has the program and not its pages. Places of the page are named with it. A test holds the two together.
package enum ProtocolPage {
    package static let text = ##"""
        # What livetop knows of the wire

        The facts that the code relies on, each with its place in the code. They come from the documentation of the Live API, from the
        sources of its SDKs and from running those SDKs against a server of our own; the service itself was not measured. Where a fact
        has one source, it stands in brackets behind it:

        | In brackets | Source |
        |---|---|
        | proto | `google/ai/generativelanguage/v1beta/generative_service.proto` in [googleapis/googleapis](https://github.com/googleapis/googleapis), as of 2026-08-22 |
        | docs | the Live API pages under [ai.google.dev/gemini-api/docs](https://ai.google.dev/gemini-api/docs/live) and `ai.google.dev/api/live` |
        | Vertex docs | the Live API pages of Google Cloud's generative AI documentation |
        | SDK | the Live client in the sources of `google-genai` (Python 3.6.1, 2.34.0), `@google/genai` (2.18.0), `go-genai` (1.69.0), `java-genai` (1.43.0) |
        | owner/name#n | an issue or pull request on GitHub |
        | forum n | a thread `discuss.ai.google.dev/t/n` |

        ## Reaching the service

        - A call is a WebSocket on `/ws/google.ai.generativelanguage.{version}.GenerativeService.BidiGenerateContent`, with ephemeral tokens
          `…Constrained`, for music `BidiGenerateMusic`; on Vertex AI `/ws/google.cloud.aiplatform.{version}.LlmBidiService/BidiGenerateContent`.
          The version differs between SDKs and means nothing to livetop (`Route`).
        - [Live Interactions](protocol.md#live-interactions) are a WebSocket on `/{version}/interactions/live`, of the Gemini API alone.
        - The hosts are `generativelanguage.googleapis.com`, and on Vertex AI `{location}-aiplatform.googleapis.com`, `aiplatform.googleapis.com`
          for the location `global` and `aiplatform.{us,eu}.rep.googleapis.com` for a multi-region [SDK] (`Upstream`).
        - Over HTTP the same base URL serves tokens (`/{version}/auth_tokens`), models (`/{version}/models/…`) and uploads
          (`/upload/{version}/files`). On Vertex AI the version is followed by `projects/…` or `publishers/…`, which tells the two services
          apart (`ProxyEnvironment`).
        - Base URLs end in a slash in most SDKs, so paths begin with `//ws/`. The service accepts that, and so does livetop.
        - Python, Java and most of Go speak TLS whatever the URL says; JavaScript speaks plain text to `http://`. One port takes both: a TLS
          client begins with the byte 0x16 (`PlainOrTLS`).
        - `SSL_CERT_FILE` replaces the default trust store in Python, `NODE_EXTRA_CA_CERTS` adds to it in Node, Java has a store of its own.
          Hence `ca-bundle.pem`, which holds the system's roots and livetop's.
        - Python uses `HTTPS_PROXY` even for localhost unless `NO_PROXY` says otherwise.
        - Node's WebSocket may arrive on a connection that has carried plain HTTP before.

        ## Compression

        Clients in Python and JavaScript offer permessage-deflate (RFC 7692) [SDK]; whether the service ever takes it is unknown. livetop passes the offer on as it came, and relays what is
        compressed byte for byte (`ExtensionOffer`). Other extensions are taken out of the offer. What was agreed on stands in the answer's headers, as recorded.

        Behind the tap each side's messages are put into clear before they are redacted, recorded and understood (`MessageInflater`): with and without context takeover, any window, messages in fragments, control frames
        between. A recorded frame has the payload in clear, the length of the wire, and RSV1 in `rsv`, which says that its message was compressed; a fragment's payload is what its bytes
        have come to, the last one's what was still to come.

        What cannot be read is recorded without payload, and an event `framingLost` says so, once: a message of more than 16 MiB in clear, or of more than 1 MiB that is more than 400 times what crossed; a
        frame of more than 8 MiB; frames of which capture lost some; bytes that are no deflate; reserved bits that nobody agreed on. Without context takeover the next message is read again.
        `livetop_malformed_frames_total{reason="framing_lost"}` counts them. With `--no-deflate` nothing is compressed, and the recording says what was taken out.

        ## Credentials

        | Place | What |
        |---|---|
        | URL | `key`, `access_token` |
        | headers | `x-goog-api-key`, `Authorization` (Bearer, Token, Basic), cookies, anything a user adds |
        | client messages | `setup.sessionResumption.handle`; keys, tokens and headers inside `tools`; voice samples and consents |
        | server messages | `sessionResumptionUpdate.newHandle`, `setupComplete.voiceConsentSignature`, map widget tokens |
        | Live Interactions | `url` and `headers` of a tool of type `mcp_server`; the token that `…/interactions/{id}/auth_tokens` answers with |
        | any URL in any text | what a query says under the name of a secret, user and password |
        | HTTP bodies, close reasons, errors | whatever they echo |

        ## Messages

        - Clients send JSON in text frames, the service sends JSON in binary frames. The kind of a message follows from its content.
        - Keys come in camelCase and snake_case, from the Python SDK both in one message; media in standard and URL-safe base64; 64-bit
          integers as numbers and as strings; durations as `"9.5s"`. Unknown fields are kept and counted, never refused.
        - One server message can hold several facts. An interruption comes before audio that shares its message.
        - A client message has exactly one of `setup`, `clientContent`, `realtimeInput`, `toolResponse` [proto], or `contextUpdate` [SDK]. A server
          message has one of `setupComplete`, `serverContent`, `toolCall`, `toolCallCancellation`, `goAway`, `sessionResumptionUpdate`, or a
          signal of the voice activity detection; `usageMetadata` stands beside any of them [proto]. The fields inside `serverContent` do not
          exclude each other.
        - What is absent is false, 0 or empty, as in every proto3 JSON.
        - Music (`BidiGenerateMusic`) is steered by weighted prompts, a configuration and `playbackControl`, and comes in `audioChunks`, faster
          than it sounds and without turns: no measure of turns counts it.

        ## Live Interactions

        A second protocol for the same conversations, “experimental”, since google-genai 3.5.0 and so far in no SDK of another language.
        What stands here is from the sources and the tests of google-genai 3.6.1 (`interactions.connect`); what the service does was not seen.

        - A message is one event, or several in `events`. `event_type` says of which kind. Keys are in snake_case; clients send text, the service
          text or binary. The headers are `x-goog-api-key` (ephemeral tokens too) and `api-revision`.
        - `livetop` reads the events into the same session as the other protocol's messages (`LiveFacts+Interactions`), so that figures, rules, screens
          and exports are the same:

        | From the client | is |
        |---|---|
        | `interaction.create` {model, previous_interaction_id, store, system_instruction, tools} | a setup |
        | `interaction.connect` {id, background} | the name of the session to go on with |
        | `input` {content: text, audio, image, video, document, function_result} | text, audio and pictures of a user, the result of a function |
        | `interaction.complete`, `interaction.cancel`, `interaction.disconnect` | an end |
        | `user_action`, `world_setup` | shown as frames and nothing else |

        | From the service | is |
        |---|---|
        | `interaction.created`, `interaction.connected` | `setupComplete` |
        | `step.start`, `step.delta`, `step.stop` of `model_output` | a turn with its text and audio, and its end. Beside audio a text is what the audio says |
        | … of `user_input` | a transcript of the user; while the model speaks, an interruption |
        | … of `thought` | thoughts |
        | … of `function_call` | a call of a function, when its `arguments_delta` are complete |
        | … of `google_search_call` and other tools of the service, and their results | a tool that the service runs |
        | `usage` of a step or of the end, else `step_usage`, else `metadata.total_usage` of a step's end | tokens. `usage` counts from the beginning of the interaction: a turn has what it adds |
        | `interaction.cancelled` (also `canceled`) | the end of a turn, interrupted where the model was speaking |
        | `reconnection_required` | `goAway`: the connection ends, and the interaction goes on in another |
        | `error`, and a `status` of `interaction.completed` whose code is not 0 | an error |

        - Connections of one interaction, by the `id` of `interaction.connect` and the `interaction_id` of `interaction.created`, are one session. An
          interaction that goes on from a `previous_interaction_id` is one of its own.
        - The kind of a frame is that of the other protocol's message with the same in it, and then the event's own name: `step.delta` with audio is
          `serverContent.audio` and `step.delta`.
        - `interaction.connect` says no model: such a session has neither limit nor price.
        - Numbering of inputs and outputs is announced and has no field yet.

        ## Order of messages

        - A turn is `modelTurn` messages with transcripts between them, `generationComplete`, then `turnComplete`, most often with the usage in it,
          then a `sessionResumptionUpdate` [proto, maximhq/bifrost#4988].
        - Content is generated faster than it sounds. The service holds `turnComplete` back until the audio would have been played: the first
          audio and its length came within 30 ms of it. So it says neither that the model has finished generating nor that anybody heard it.
        - An interrupted turn has `interrupted` and `turnComplete`, and no `generationComplete` [proto]. `interrupted` may share a message with
          audio, which is to be dropped [strands-agents/harness-sdk#3725], and audio of the old turn may still follow
          [langwatch/scenario#907].
        - The last `outputTranscription` comes before `generationComplete` or `interrupted`; for `inputTranscription` no order is promised [proto].
        - Models of the 2.5 family send about one part in a message, those of the 3 family several [docs]. A `serverContent` that holds nothing but
          usage may come before the first part of a turn [livekit/agents#5238].
        - The `3.x` models hold `turnComplete` back until a tool call is answered, the `2.5` models do not [google-adk 2.13.0]. An interruption cancels calls that are
          pending: their ids come in `toolCallCancellation`.

        ## Setup and its defaults

        `setup` is the first message and comes only once on a connection; nothing may be sent before `setupComplete` [proto]. On a resumed session
        everything but the model may differ [docs].

        | Field | Where the client says nothing |
        |---|---|
        | `generationConfig.responseModalities` | `AUDIO`; exactly one, and `AUDIO` is all that native audio models take [docs] |
        | `realtimeInputConfig.automaticActivityDetection.disabled` | `false`: the service finds speech itself [docs] |
        | `…startOfSpeechSensitivity`, `…endOfSpeechSensitivity` | sources disagree: `HIGH` both [proto], start `LOW` and end `HIGH` [Vertex docs] |
        | `realtimeInputConfig.activityHandling` | `START_OF_ACTIVITY_INTERRUPTS` [proto] |
        | `realtimeInputConfig.turnCoverage` | `TURN_INCLUDES_ONLY_ACTIVITY` [proto]; from 3.1 on `TURN_INCLUDES_AUDIO_ACTIVITY_AND_ALL_VIDEO` [docs] |
        | `sessionResumption` | absent: no handles are sent. An empty object turns them on |
        | `contextWindowCompression.triggerTokens` | 80 % of the context window [proto] |
        | `contextWindowCompression.slidingWindow.targetTokens` | half of the trigger [proto] |
        | `inputAudioTranscription`, `outputAudioTranscription` | absent: no transcripts. An empty object turns them on |

        With the service's own voice activity detection a client that pauses its microphone for more than a second is asked to send `audioStreamEnd`,
        which flushes what the service has kept; without that detection it sends `activityStart` and `activityEnd`, or is never answered [docs].

        ## Limits

        What the documentation says, and what was seen in spite of it. livetop warns by these numbers and enforces none.

        | What | Documented | Seen |
        |---|---|---|
        | age of a connection | about 10 minutes [docs] | 7 minutes [kizuna-ai-lab/sokuji#179], 58 minutes three times [forum 186392] |
        | notice by `goAway` | a minimum that the model sets [proto] | 50 s [kizuna-ai-lab/sokuji#179], 60 s [pydantic/pydantic-ai#6643]; or silence afterwards, without a close [sierra-research/tau2-bench#461] |
        | age of a session, all its connections together | 15 minutes with audio, 2 with video, no end with context compression [docs] | |
        | validity of a handle | 2 hours after the last connection [docs]; 24 hours [Vertex docs] | |
        | sound from the client | 16-bit little-endian PCM, one channel, 16 kHz, `audio/pcm;rate=16000` [docs]; on Vertex AI also aac, flac, mp3, m4a, mpeg, mpga, mp4, ogg, wav, webm [Vertex docs] | other rates are taken where they are declared |
        | sound from the service | the same at 24 kHz [docs] | |
        | length of a message of audio | 20 to 40 ms; not as much as a second [docs] | 100 ms is common and works [googleapis/python-genai#2935] |
        | context window, tokens | 131,072 for native audio and from 3.1 on; 32,000 for 2.0 and half-cascade models [docs] | prompts of up to 261,000 [forum 173248] |

        A model that is in no [table](metrics.md#limits-and-prices) gets the window of its family, which is marked as assumed (`ModelTable`).

        ## Models

        Checked on 2026-11-28 against google-genai 3.6.1, pydantic-ai 2.68, litellm 1.110.2 and genai-prices 0.2.3 (the prices of the last two agree); `livetop models`
        prints the table with what a file changed. Prices are dollars per million tokens; images and video cost the same. An end is the first day on which the service
        no longer takes the model.

        | id | where | context, in and out | text, audio, image in; text, audio out | end |
        |---|---|---|---|---|
        | gemini-3.8-live | both | 131,072, 65,536 | 0.75, 3, 1; 4.5, 12 | |
        | gemini-3.8-live-extended-thinking | both | 131,072, 65,536 | the same; thoughts are output | |
        | gemini-3.1-flash-live-preview | Gemini API | 131,072 | the same | 2026-11-17, then 3.8 |
        | gemini-2.5-flash-native-audio-preview-12-2025 | Gemini API | 131,072, 8,192 | 0.5, 3, 3; 2, 12 | 2026-11-17, then 3.8 |
        | gemini-2.5-flash-native-audio-latest, -preview-09-2025 | Gemini API | 131,072 | the same | none found |
        | gemini-live-2.5-flash-native-audio | Vertex | 131,072, 65,536 | the same | 2026-12-13 |
        | gemini-live-2.5-flash | Vertex | 131,072 | the same | none found |
        | gemini-robotics-er-2-streaming-preview (text out only) | Gemini API | 131,072, 65,536 | 1 in, 5 out; from 2027-01-01 2 and 10 | |
        | gemini-3.5-live-translate-preview (no tools) | Gemini API | 131,072, 65,536 | 3.5 in, 21 out | |
        | gemini-3.5-transcribe-live (text out only), on Vertex with -preview | both | 131,072, 65,536 | 3.5 in, 21 out | |
        | gemini-2.0-flash-live-001, gemini-live-2.5-flash-preview | Gemini API | 32,000 | | 2025-12-09 |
        | gemini-2.0-flash-live-preview-04-09, gemini-2.0-flash-exp | Vertex | 32,000 | | gone |

        A thousand searches that ground answers cost 14 dollars on 3.x and 35 on 2.5; livetop shows the price and does not count searches.

        ## Models and fields

        What a model does with a field that another takes (`ModelFields`). `unsupported-by-model` reads closes by it, names suspects where the service says nothing,
        and says beforehand what will be refused; `livetop lint` prints all of it for a setup. The rows are of 2026-11-28, most of them probes of pydantic-ai 2.68 (“verified
        live 2026-09-16 to 10-27”); each says who saw it.

        | field | model | the service |
        |---|---|---|
        | `thinkingConfig` | 3.8; half-cascade on Vertex | 1007 `Thinking level is not supported for this model`, `thinking_level is not supported by this model` |
        | no `thinkingLevel`, or a budget | 3.8 extended thinking | 1007 `Thinking level must be specified for this model` |
        | `behavior: BLOCKING` | 3.8 extended thinking | 1007 `BLOCKING function calls are not supported for this model` |
        | `scheduling` of a function response | 3.8 extended thinking | 1007 `Function response scheduling is not supported for this model` |
        | `codeExecution` | 2.5 native audio; 3.1 | 1007 `Code Execution tool is not supported for this model`; taken and ignored |
        | `urlContext` | all | ignored |
        | `enableAffectiveDialog` | 3.1; 3.8 | no setupComplete; 1007 `Request contains an invalid argument` at the setup or at the first input |
        | `proactivity` | 3.1; 3.8 | no setupComplete; 1007 `Unknown name "proactivity" at 'setup'` in every version but v1alpha. On 3.8 it is always on |
        | `AUDIO` in `responseModalities` | robotics, transcribe | 1007 `The requested combination of response modalities (AUDIO) is not supported by the model` |
        | `disabled: true` with `prefixPaddingMs` or `silenceDurationMs` | 3.x | 1007 `Request contains an invalid argument` |
        | `audioStreamEnd` | 3.8 | does not end the turn: it needs about a second of silence |

        ## Tokens

        - `usageMetadata` is about one generation, and its prompt holds the whole context, so it grows with every turn. The sum over all messages
          agreed with an invoice to 3 %, the last message alone was too low by a factor of 8.6 [forum 173248]; the service bills each turn for all tokens
          in the context [forum 140340].
        - **In the context now**: prompt, tool use, response and thoughts of the last message. The next prompt confirms it.
        - **Billed**: the sum over messages of prompt, tool use, response and thoughts, by modality. Messages within one turn that only grow are snapshots of
          one; the last of them counts.
        - A prompt that is smaller than the one before on the same connection means that the context was compressed.
        - `totalTokenCount` may leave out the thoughts, and details need not add up to their sum [forum 188765]: 522 and 42 were given as 564
          beside 136 thoughts. livetop adds up the parts itself; the mock leaves the thoughts out as the service does.
        - Usage may be missing on a turn [googleapis/python-genai#1298]. Then media is counted: 25 tokens for a second of audio, in both directions [docs] (the general
          page on audio says 32), 66 for an image at low resolution and 256 at any other [docs].
        - On Vertex AI the response is called `candidatesTokenCount` and `candidatesTokensDetails` [SDK].

        ## Fields

        What is read of each message; everything else in it is counted as drift, by its path. A test reads every one of these in both
        spellings, 64-bit integers as numbers and as strings, and holds this list against the code (`FieldTests`).

        From the client:

        | Where | Fields |
        |---|---|
        | `setup` | `model`, `systemInstruction`, `explicitVadSignal`, `safetySettings`, `labels` |
        | `setup.historyConfig` | `initialHistoryInClientContent` |
        | `setup.generationConfig` | `candidateCount`, `maxOutputTokens`, `temperature`, `topP`, `topK`, `presencePenalty`, `frequencyPenalty`, `seed`, `responseModalities`, `mediaResolution`, `enableAffectiveDialog` |
        | `setup.generationConfig` | nothing is shown of `audioTranscriptionConfig`, `enableEnhancedCivicAnswers`, `modelSelectionConfig`, `responseFormat` |
        | `setup.generationConfig` | refused by the service: `responseLogprobs`, `logprobs`, `responseMimeType`, `responseSchema`, `responseJsonSchema`, `stopSequence`, `routingConfig`, `audioTimestamp` |
        | `setup.generationConfig.thinkingConfig` | `includeThoughts`, `thinkingBudget`, `thinkingLevel` |
        | `setup.generationConfig.translationConfig` | `targetLanguageCode`, `echoTargetLanguage` |
        | `setup.generationConfig.speechConfig` | `languageCode`, `multiSpeakerVoiceConfig` |
        | `setup.generationConfig.speechConfig.voiceConfig` | `replicatedVoiceConfig`, `voice` |
        | `setup.generationConfig.speechConfig.voiceConfig.prebuiltVoiceConfig` | `voiceName` |
        | `setup.tools.functionDeclarations` | `name`, `description`, `parameters`, `behavior` |
        | `setup.tools` | `googleSearch`, `googleSearchRetrieval`, `googleMaps`, `codeExecution`, `urlContext`, `computerUse`, `fileSearch`, `mcpServers`, `retrieval`, `enterpriseWebSearch`, `parallelAiSearch`, `exaAiSearch`; what is in them is the user's |
        | `setup.realtimeInputConfig` | `activityHandling`, `turnCoverage`, `interimTranscriptTimestampEnabled` |
        | `setup.realtimeInputConfig.automaticActivityDetection` | `disabled`, `startOfSpeechSensitivity`, `endOfSpeechSensitivity`, `prefixPaddingMs`, `silenceDurationMs` |
        | `setup.sessionResumption` | `handle`, `transparent` |
        | `setup.contextWindowCompression` | `triggerTokens` |
        | `setup.contextWindowCompression.slidingWindow` | `targetTokens` |
        | `setup.inputAudioTranscription`, `setup.outputAudioTranscription` | `languageCodes`, `customVocabulary`, `wordTimestamp`, `diarization`, `mode`, `sourceText`; deprecated: `languageAuto`, `languageHints`, `adaptationPhrases` |
        | `setup.proactivity` | `proactiveAudio`, `proactiveVideo` |
        | `setup.avatarConfig` | `avatarName`, `audioBitrateBps`, `videoBitrateBps` |
        | `setup.avatarConfig.customizedAvatar` | `imageMimeType`, `imageData` |
        | `clientContent` | `turnComplete` |
        | `clientContent.turns` | `role`, `parts` |
        | `clientContent.turns.parts` | `text`, `thought`, `inlineData`, `fileData`, `functionResponse`, `toolCall`, `toolResponse`, `audioTranscription`; nothing is shown of `videoMetadata`, `mediaResolution`, `partMetadata`, `mediaProcessing`, `speechMetadata`, `audioMetadata`, `documentMetadata`, `spreadsheetMetadata` |
        | `realtimeInput` | `text`, `activityStart`, `activityEnd`, `audioStreamEnd` |
        | `realtimeInput.audio`, `realtimeInput.video`, `realtimeInput.mediaChunks` | `data`, `mimeType` |
        | `toolResponse.functionResponses` | `id`, `name`, `response`, `willContinue`, `scheduling`, `parts` |
        | `contextUpdate` | `systemInstruction`, `tools` |
        | `clientContent.weightedPrompts` | of music: `text`, `weight` |
        | `musicGenerationConfig` | `temperature`, `topK`, `seed`, `guidance`, `bpm`, `density`, `brightness`, `scale`, `muteBass`, `muteDrums`, `onlyBassAndDrums`, `musicGenerationMode` |
        | `{}` | at the top of a message, of music: `playbackControl` |

        From the service; `usageMetadata` may come with any message:

        | Where | Fields |
        |---|---|
        | `setupComplete` | `sessionId`, `voiceConsentSignature` |
        | `serverContent` | `generationComplete`, `turnComplete`, `turnCompleteReason`, `interrupted`, `waitingForInput`, `interactionStatus`, `speechState` |
        | `serverContent.modelTurn` | `role` |
        | `serverContent.modelTurn.parts` | `text`, `thought`, `executableCode`, `codeExecutionResult`, `functionCall`, `toolCall`, `toolResponse`, `audioTranscription`; nothing is shown of `thoughtSignature`, `mediaProcessing`, `speechMetadata`, `audioMetadata`, `documentMetadata`, `spreadsheetMetadata` |
        | `serverContent.modelTurn.parts.inlineData` | `mimeType`, `data` |
        | `serverContent.inputTranscription`, `serverContent.outputTranscription`, `serverContent.interimInputTranscription` | `text`, `finished`, `languageCode`, `speakerLabel`, `startOffset`, `endOffset` |
        | `serverContent.inputTranscription.words`, `serverContent.outputTranscription.words`, `serverContent.interimInputTranscription.words` | `word`, `startOffset`, `endOffset` |
        | `serverContent.groundingMetadata` | `webSearchQueries`, `imageSearchQueries`, `retrievalQueries`, `groundingChunks`, `groundingSupports`, `searchEntryPoint`, `retrievalMetadata`, `googleMapsWidgetContextToken`, `sourceFlaggingUris` |
        | `serverContent.urlContextMetadata.urlMetadata` | `retrievedUrl`, `urlRetrievalStatus` |
        | `toolCall.functionCalls` | `id`, `name`, `args`, `willContinue` |
        | `toolCall.functionCalls.partialArgs` | `jsonPath`, `stringValue`, `numberValue`, `boolValue`, `nullValue`, `willContinue` |
        | `toolCallCancellation` | `ids` |
        | `goAway` | `timeLeft` |
        | `sessionResumptionUpdate` | `newHandle`, `resumable`, `lastConsumedClientMessageIndex` |
        | `voiceActivity` | `type`, `voiceActivityType`, `audioOffset` |
        | `voiceActivityDetectionSignal` | `vadSignalType` |
        | `usageMetadata` | `promptTokenCount`, `cachedContentTokenCount`, `responseTokenCount`, `candidatesTokenCount`, `toolUsePromptTokenCount`, `thoughtsTokenCount`, `totalTokenCount`, `serviceTier`, `trafficType` |
        | `usageMetadata.promptTokensDetails`, `usageMetadata.cacheTokensDetails`, `usageMetadata.responseTokensDetails`, `usageMetadata.candidatesTokensDetails`, `usageMetadata.toolUsePromptTokensDetails` | `modality`, `tokenCount` |
        | `error` | `code`, `message`, `status`, `details` |
        | `serverContent.audioChunks` | of music: `data`, `mimeType` |
        | `serverContent.audioChunks.sourceMetadata` | `clientContent`, `musicGenerationConfig` |
        | `filteredPrompt` | `text`, `filteredReason` |
        | `{}` | at the top of a message, of music: `warning` |

        ## Values

        Enumerations. Any other value but `…UNSPECIFIED` is kept and counted as drift. A test holds this list
        against the code (`ValueTests`).

        | Field | Values |
        |---|---|
        | `setup.generationConfig.responseModalities` | `TEXT`, `AUDIO`, `VIDEO`, `IMAGE` |
        | `setup.generationConfig.mediaResolution` | `MEDIA_RESOLUTION_LOW`, `MEDIA_RESOLUTION_MEDIUM`, `MEDIA_RESOLUTION_HIGH` |
        | `setup.generationConfig.thinkingConfig.thinkingLevel` | `MINIMAL`, `LOW`, `MEDIUM`, `HIGH`, `XHIGH` |
        | `setup.tools.functionDeclarations.behavior` | `BLOCKING`, `NON_BLOCKING` |
        | `setup.realtimeInputConfig.activityHandling` | `START_OF_ACTIVITY_INTERRUPTS`, `NO_INTERRUPTION` |
        | `setup.realtimeInputConfig.turnCoverage` | `TURN_INCLUDES_ONLY_ACTIVITY`, `TURN_INCLUDES_ALL_INPUT`, `TURN_INCLUDES_AUDIO_ACTIVITY_AND_ALL_VIDEO` |
        | `setup.realtimeInputConfig.automaticActivityDetection.startOfSpeechSensitivity` | `START_SENSITIVITY_HIGH`, `START_SENSITIVITY_LOW` |
        | `setup.realtimeInputConfig.automaticActivityDetection.endOfSpeechSensitivity` | `END_SENSITIVITY_HIGH`, `END_SENSITIVITY_LOW` |
        | `setup.inputAudioTranscription.mode`, `setup.outputAudioTranscription.mode` | `VERBATIM`, `SMART` |
        | `toolResponse.functionResponses.scheduling` | `SILENT`, `WHEN_IDLE`, `INTERRUPT` |
        | `playbackControl` | `PLAY`, `PAUSE`, `STOP`, `RESET_CONTEXT` |
        | `musicGenerationConfig.musicGenerationMode` | `QUALITY`, `DIVERSITY`, `VOCALIZATION` |
        | `musicGenerationConfig.scale` | `C_MAJOR_A_MINOR`, `D_FLAT_MAJOR_B_FLAT_MINOR`, `D_MAJOR_B_MINOR`, `E_FLAT_MAJOR_C_MINOR`, `E_MAJOR_D_FLAT_MINOR`, `F_MAJOR_D_MINOR`, `G_FLAT_MAJOR_E_FLAT_MINOR`, `G_MAJOR_E_MINOR`, `A_FLAT_MAJOR_F_MINOR`, `A_MAJOR_G_FLAT_MINOR`, `B_FLAT_MAJOR_G_MINOR`, `B_MAJOR_A_FLAT_MINOR` |
        | `serverContent.turnCompleteReason` | `MALFORMED_FUNCTION_CALL`, `RESPONSE_REJECTED`, `NEED_MORE_INPUT`, `PROHIBITED_INPUT_CONTENT`, `IMAGE_PROHIBITED_INPUT_CONTENT`, `INPUT_TEXT_CONTAIN_PROMINENT_PERSON_PROHIBITED`, `INPUT_IMAGE_CELEBRITY`, `INPUT_IMAGE_PHOTO_REALISTIC_CHILD_PROHIBITED`, `INPUT_TEXT_NCII_PROHIBITED`, `INPUT_OTHER`, `INPUT_IP_PROHIBITED`, `BLOCKLIST`, `UNSAFE_PROMPT_FOR_IMAGE_GENERATION`, `GENERATED_IMAGE_SAFETY`, `GENERATED_CONTENT_SAFETY`, `GENERATED_AUDIO_SAFETY`, `GENERATED_VIDEO_SAFETY`, `GENERATED_CONTENT_PROHIBITED`, `GENERATED_CONTENT_BLOCKLIST`, `GENERATED_IMAGE_PROHIBITED`, `GENERATED_IMAGE_CELEBRITY`, `GENERATED_IMAGE_PROMINENT_PEOPLE_DETECTED_BY_REWRITER`, `GENERATED_IMAGE_IDENTIFIABLE_PEOPLE`, `GENERATED_IMAGE_MINORS`, `OUTPUT_IMAGE_IP_PROHIBITED`, `GENERATED_OTHER`, `MAX_REGENERATION_REACHED` |
        | `serverContent.interactionStatus` | `IN_PROGRESS`, `IDLE`, `REQUIRES_ACTION` |
        | `voiceActivity.type`, `voiceActivity.voiceActivityType` | `ACTIVITY_START`, `ACTIVITY_END` |
        | `voiceActivityDetectionSignal.vadSignalType` | `VAD_SIGNAL_TYPE_SOS`, `VAD_SIGNAL_TYPE_EOS` |
        | `usageMetadata.serviceTier`, `usageMetadata.trafficType` | `FLEX`, `STANDARD`, `PRIORITY`, `ON_DEMAND`, `ON_DEMAND_PRIORITY`, `ON_DEMAND_FLEX`, `ON_DEMAND_OFFPEAK`, `PROVISIONED_THROUGHPUT` |
        | `usageMetadata.promptTokensDetails.modality`, `usageMetadata.cacheTokensDetails.modality`, `usageMetadata.responseTokensDetails.modality`, `usageMetadata.candidatesTokensDetails.modality`, `usageMetadata.toolUsePromptTokensDetails.modality` | `TEXT`, `IMAGE`, `VIDEO`, `AUDIO`, `DOCUMENT` |

        ## Ends

        - Connections last about ten minutes, on some models longer ([limits](protocol.md#limits)); `goAway` announces the end with the time that is left.
          livetop shows ten minutes as a mark, not as a limit.
        - Close codes alone say little: a bad key can be 1007, 1008 or 1011. Reasons are cut at 123 bytes.
        - JavaScript sends close frames without a code. Some frameworks close ordinary calls with 1011.
        - The Python SDK closes with 1009 when a message is larger than 1 MiB.
        """##
}
