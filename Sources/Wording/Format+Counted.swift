extension Format {
    /// A count with what is counted: `1 session`, `12,044 frames`, `0 calls`. The only place that makes a plural; sentences say
    /// one of something in words (`Words.count`).
    ///
    /// - Parameter plural: where it is not the noun with an s.
    public static func counted(_ number: some BinaryInteger, _ noun: String, _ plural: String? = nil) -> String {
        "\(count(Int64(clamping: number))) \(number == 1 ? noun : plural ?? noun + "s")"
    }
}
