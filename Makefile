# livetop: `make demo` to see it, `make test` to prove it. Everything else is a part of those two.

SWIFT_FLAGS = --explicit-target-dependency-import-check error
RELEASE = $(shell swift build -c release --show-bin-path)
# Tests that open sockets and start programs run one at a time: side by side they would starve the conversations they time.
ON_SOCKETS = ^(ProxyTests|SimulatorTests|ScenarioTests|CommandTests)\.
PREFIX ?= /usr/local

.PHONY: demo build test lint format unit real-client tools screens chaos acceptance bench install clean

demo: build
	$(RELEASE)/livetop demo

build:
	.ci/setup
	swift build -c release --product livetop $(SWIFT_FLAGS)

test: lint unit build real-client tools screens chaos

lint:
	.ci/setup test
	swift format lint --strict --recursive Package.swift Sources Tests

unit:
	swift build --build-tests $(SWIFT_FLAGS)
	swift test --skip-build --skip '$(ON_SOCKETS)'
	swift test --skip-build --no-parallel --filter '$(ON_SOCKETS)'

real-client: build
	Tests/RealClient/run.sh $(RELEASE)/livetop

tools: build
	Tests/Tools/run.sh $(RELEASE)/livetop

screens: build
	Tests/Tmux/run.sh $(RELEASE)/livetop

# A fixed slice: every trouble at least once, in the order of one seed.
chaos: build
	Tests/Chaos/run.sh $(RELEASE)/livetop --minutes 1 --seed 12 --crowd 2000

# What takes too long for every change: half an hour of trouble with a seed of its own.
acceptance: build
	.ci/setup test
	LIVETOP_WHOLE=1 swift test --filter 'RecordingsTests\.OneDoorLawTests'
	Tests/Chaos/run.sh $(RELEASE)/livetop --minutes 30

bench:
	.ci/setup
	swift build -c release --product livetop $(SWIFT_FLAGS)
	swift build -c release --product livetop-bench $(SWIFT_FLAGS)
	$(RELEASE)/livetop-bench report --livetop $(RELEASE)/livetop $(BENCH_FLAGS)
	python3 Tests/Tools/hour.py $(RELEASE)/livetop

format:
	swift format --in-place --recursive Package.swift Sources Tests

install: build
	install -d "$(DESTDIR)$(PREFIX)/bin"
	install -m 755 $(RELEASE)/livetop "$(DESTDIR)$(PREFIX)/bin/livetop"
	install -d "$(DESTDIR)$(PREFIX)/share/man/man1" "$(DESTDIR)$(PREFIX)/share/bash-completion/completions" \
		"$(DESTDIR)$(PREFIX)/share/zsh/site-functions" "$(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d"
	$(RELEASE)/livetop man > "$(DESTDIR)$(PREFIX)/share/man/man1/livetop.1"
	$(RELEASE)/livetop completions bash > "$(DESTDIR)$(PREFIX)/share/bash-completion/completions/livetop"
	$(RELEASE)/livetop completions zsh > "$(DESTDIR)$(PREFIX)/share/zsh/site-functions/_livetop"
	$(RELEASE)/livetop completions fish > "$(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/livetop.fish"

clean:
	rm -rf .build .build-*
