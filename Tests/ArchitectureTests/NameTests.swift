import Testing

@Suite struct NameTests {
    /// Who reads a type's name, in whatever target, has one thing to think of. What is private to a file, or nested in
    /// another type, is read beside its declaration.
    @Test func `the name of a type means one thing in the whole package`() {
        #expect(Self.doubles(SourceTree.sources) == [])
    }

    /// `Traffic: SessionModel, livetop-bench` for each name that several targets give to something, by name.
    private static func doubles(_ files: [SourceFile]) -> [String] {
        var homes: [Substring: Set<String>] = [:]
        for file in files {
            for name in Declarations(file).visible { homes[name, default: []].insert(file.target) }
        }
        return homes.filter { $0.value.count > 1 }.map { "\($0.key): \($0.value.sorted().joined(separator: ", "))" }
            .sorted()
    }

    @Test func `a name in two targets is told, one that is nested or private is not`() {
        let found = Self.doubles([
            SourceFile(path: "Sources/A/Price.swift", text: "struct Price {}\nstruct Own { enum Place {} }"),
            SourceFile(path: "Sources/B/Price.swift", text: "enum Price {}\nprivate struct Own {}\nenum Place {}"),
        ])
        #expect(found == ["Price: A, B"])
    }
}
