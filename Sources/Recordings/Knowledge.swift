public import Diagnosis
public import LiveProtocol
public import SessionModel

/// What livetop knows besides what was recorded: limits and prices of models, what rules compare with, and which of them
/// are muted. Read once per process from the configuration and handed to whoever folds or diagnoses, so that every
/// command, screen and export says the same.
public struct Knowledge: Hashable, Sendable {
    public var models: ModelTable
    public var prices: PriceTable
    /// Muted rules included.
    public var thresholds: Thresholds

    /// What is built in, where nothing else is said.
    public init(
        models: ModelTable = .builtIn, prices: PriceTable = .builtIn, thresholds: Thresholds = Thresholds()
    ) {
        self.models = models
        self.prices = prices
        self.thresholds = thresholds
    }

    public var diagnosis: Diagnosis { Diagnosis(thresholds: thresholds) }

    /// Nothing folded yet, of sessions that are to be found out. The rules look at them on the way.
    public func folding() -> Folding {
        Folding(Fleet(models: models, prices: prices), watches: [FindingLedgers(diagnosis)])
    }

    /// Nothing folded yet, of one session: every connection that comes is its own.
    ///
    /// - Parameter isDiagnosed: the rules look at it on the way, so that what they find is known at the end.
    public func folding(of session: SessionID, isDiagnosed: Bool = true) -> Folding {
        Folding(
            Fleet(models: models, prices: prices, assigned: session),
            watches: isDiagnosed ? [FindingLedgers(diagnosis)] : [])
    }

    /// A summary that was made with other knowledge, with the figures that rest on it made anew.
    public func informed(_ summary: SessionSummary) -> SessionSummary {
        var summary = summary
        let limit = summary.model.flatMap(models.limit)
        // Reckoned against a limit that is no longer true.
        if limit?.tokens != summary.limitTokens { summary.contextLeft = nil }
        (summary.limitTokens, summary.isLimitAssumed) = (limit?.tokens, limit?.isAssumed ?? false)
        if let bills = summary.bills {
            summary.cost = prices.cost(of: bills, on: summary.knownOpening?.day)
        } else if prices != .builtIn {
            // Kept from before there were bills, with prices that nobody knows.
            summary.cost = nil
        }
        return summary
    }
}
