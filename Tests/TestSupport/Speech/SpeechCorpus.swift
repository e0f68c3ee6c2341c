/// Twelve sentences in ten languages, half of them with women's voices, none with a pause that could end a turn.
public enum SpeechCorpus {
    /// Rendered once in a process.
    public static func utterances() throws -> [Utterance] { try rendered.get() }

    private static let rendered = Result { try sentences.map { try Utterance(voice: $0.voice, text: $0.text) } }

    private static let sentences: [(voice: String, text: String)] = [
        ("en-us+m3", "Could you tell me what the weather will be like tomorrow"),
        ("en-gb+f3", "Stop please I would rather hear the short version"),
        ("de+f2", "Wie lange brauche ich zu Fuß bis zum Bahnhof"),
        ("de+m2", "Warte mal das habe ich anders gemeint"),
        ("fr-fr+f4", "Est-ce que vous pouvez répéter la dernière phrase"),
        ("es+m4", "Quiero saber a qué hora sale el próximo tren"),
        ("it+f1", "Scusa ma questa non è la risposta giusta"),
        ("pt-br+m5", "Qual é a melhor maneira de chegar ao centro"),
        ("pl+f5", "Proszę powiedzieć to jeszcze raz trochę wolniej"),
        ("tr+m7", "Yarın sabah hava nasıl olacak acaba"),
        ("sv+f3", "Kan du berätta lite mer om det där"),
        ("hi+m1", "क्या आप मुझे इसके बारे में और बता सकते हैं"),
    ]
}
