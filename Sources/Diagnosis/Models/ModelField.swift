package import LiveProtocol
package import SessionModel

/// One row of the model × field table (`ModelFields`): what one family of models does with one field that the client may
/// send.
package struct ModelField: Sendable {
    /// What the service does with it.
    package enum Effect: String, CaseIterable, Sendable {
        /// It closes, or does not answer the setup.
        case refused
        /// It closes where the field is missing.
        case required
        /// It takes the field and does nothing with it.
        case ignored
        /// The field has another name or place now.
        case deprecated
        /// It costs more than it seems to.
        case charged
    }

    /// Where the service looks at it.
    package enum Moment: Sendable {
        /// When the setup comes.
        case setup
        /// When the first message after setupComplete comes.
        case firstInput
        /// When a tool's response comes.
        case toolResponse
    }

    /// As on the wire: `generationConfig.thinkingConfig`.
    package let field: String
    package let families: Set<ModelFamily>
    /// Empty for all.
    package let surfaces: Set<Endpoint.Surface>
    package let effect: Effect
    package let moment: Moment
    /// Words of the close that mean this field, in lower case.
    package let words: [String]
    /// What stands in a setup that this is about, as it would be written; nil where it is not there.
    package let find: @Sendable (SetupSummary) -> String?
    /// What to do.
    package let fix: String
    /// Who saw it, and when.
    package let source: String

    init(
        _ field: String, _ families: Set<ModelFamily>, _ effect: Effect, at moment: Moment = .setup,
        on surfaces: Set<Endpoint.Surface> = [], says words: [String] = [], fix: String, source: String,
        find: @escaping @Sendable (SetupSummary) -> String?
    ) {
        self.field = field
        self.families = families
        self.surfaces = surfaces
        self.effect = effect
        self.moment = moment
        self.words = words
        self.find = find
        self.fix = fix
        self.source = source
    }

    /// The row is about the model and surface of that setup.
    func concerns(_ setup: SetupSummary) -> Bool {
        families.contains(setup.family) && (surfaces.isEmpty || surfaces.contains(setup.surface))
    }

    /// The service closes on it, or never answers.
    package var isFatal: Bool { effect == .refused || effect == .required }
}

/// A row that a setup has something of.
package struct FieldFinding: Sendable {
    package let row: ModelField
    /// `enableAffectiveDialog = true`.
    package let written: String
}
