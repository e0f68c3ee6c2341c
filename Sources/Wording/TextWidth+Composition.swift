extension TextWidth {
    /// The one character that a character and a mark behind it are written as; nil where there is none.
    ///
    /// Only what fills two columns, syllables of Hangul and kana with a voicing mark, as file names of macOS hold them:
    /// terminals lose marks of wide characters, and with them the vowel or the sound. Those of narrow ones they keep.
    public static func composed(_ base: Unicode.Scalar, _ mark: Unicode.Scalar) -> Unicode.Scalar? {
        if let syllable = hangul(base.value, mark.value) { return Unicode.Scalar(syllable) }
        return kana(base.value, mark.value).flatMap(Unicode.Scalar.init)
    }

    /// By the arithmetic of the Unicode standard, section 3.12: 19 leading consonants, 21 vowels, 27 finals.
    private static func hangul(_ base: UInt32, _ mark: UInt32) -> UInt32? {
        if (0x1100...0x1112).contains(base), (0x1161...0x1175).contains(mark) {
            return 0xAC00 + ((base - 0x1100) * 21 + (mark - 0x1161)) * 28
        }
        guard (0xAC00...0xD7A3).contains(base), (base - 0xAC00) % 28 == 0, (0x11A8...0x11C2).contains(mark) else {
            return nil
        }
        return base + (mark - 0x11A7)
    }

    /// A voiced kana stands behind the plain one, a half voiced one behind that.
    private static func kana(_ base: UInt32, _ mark: UInt32) -> UInt32? {
        // Katakana stand 0x60 behind hiragana.
        let plain = (0x30A1...0x30F6).contains(base) ? base - 0x60 : base
        switch mark {
        case 0x3099 where voiced.contains(plain): return base + 1
        case 0x3099 where plain == 0x3046: return base + 0x4E
        case 0x309A where halfVoiced.contains(plain): return base + 2
        default: return nil
        }
    }

    private static let halfVoiced: Set<UInt32> = [0x306F, 0x3072, 0x3075, 0x3078, 0x307B]
    private static let voiced: Set<UInt32> = halfVoiced.union([
        0x304B, 0x304D, 0x304F, 0x3051, 0x3053, 0x3055, 0x3057, 0x3059, 0x305B, 0x305D, 0x305F, 0x3061, 0x3064, 0x3066,
        0x3068,
    ])
}
