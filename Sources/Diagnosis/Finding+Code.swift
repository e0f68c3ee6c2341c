extension Finding {
    /// Its cure as code; empty where we know none.
    public var code: CureCode { RuleIndex.codes[rule] ?? CureCode() }
}
