# livetop: `make demo` to see it, `make test` to prove it. Everything else is a part of those two.

SWIFT_FLAGS = --explicit-target-dependency-import-check error
# Asked once, and not before it is needed.
RELEASE = $(eval RELEASE := $(shell swift build -c release --show-bin-path))$(RELEASE)
PREFIX ?= /usr/local
# Tests and scripts share one optimised build. It has a folder of its own, because every module in it is compiled so that
# tests see what is internal: in one folder, `make demo` and `make test` would undo each other's work.
FOR_TESTS = -c release --scratch-path .build-tests -Xswiftc -enable-testing
TESTED = $(eval TESTED := $(shell swift build $(FOR_TESTS) --show-bin-path))$(TESTED)
ifeq ($(shell uname),Linux)
# Not by `swift test`, of which only one at a time can look into the build's database.
# Signals as a terminal has them: in the background of a shell, an interrupt would be ignored by all that tests start.
RUN_TESTS = env --default-signal LIVETOP_BINARY=$(STATIC) $(TESTED)/livetopPackageTests.xctest --testing-library swift-testing
else
RUN_TESTS = swift test $(FOR_TESTS) --skip-build --ignore-lock
endif
# What scripts and tests of commands drive: the same objects with the Swift runtime inside, as `make dist` packs them.
STATIC = $(CURDIR)/.build-tests/static/livetop
# Tests that open sockets and start programs.
ON_SOCKETS = ^(ProxyTests|SimulatorTests|ScenarioTests|CommandTests)\.
PART = @.ci/part
BESIDE = socket-tests command-tests-a-k command-tests-l-r command-tests-s-z real-client drill runners tools metrics opentelemetry store agents connect screens dist-test chaos

.PHONY: demo build test compile lint environments format unit timed-tests acceptance bench install dist clean $(BESIDE)

demo: build
	$(RELEASE)/livetop demo

build:
	.ci/setup
	swift build -c release --product livetop $(SWIFT_FLAGS)

# What waits more than it works runs side by side; a part's output appears when it has ended.
test:
	@.ci/part --begin
	@$(MAKE) --no-print-directory lint
	@$(MAKE) --no-print-directory -j2 --output-sync=target compile environments
	@$(MAKE) --no-print-directory unit
	@$(MAKE) --no-print-directory -j4 --output-sync=target $(BESIDE)
	@$(MAKE) --no-print-directory timed-tests
	@.ci/part --table

lint:
	@.ci/setup test
	$(PART) lint swift format lint --strict --recursive Package.swift Sources Tests

compile:
	$(PART) compile swift build $(FOR_TESTS) --build-tests $(SWIFT_FLAGS)
	$(PART) "link with the Swift runtime" .dist/link $(TESTED) $(STATIC)

environments:
	$(PART) "Python environments" Tests/python-environment.sh Tests/RealClient/requirements.txt Tests/Drill/requirements.txt Tests/Runners/requirements.txt Tests/Tools/requirements.txt \
		Tests/Metrics/requirements.txt Tests/OpenTelemetry/requirements.txt Tests/Store/requirements.txt Tests/Agents/requirements.txt Tests/Connect/requirements.txt

unit:
	$(PART) "tests without sockets" $(RUN_TESTS) --skip '$(ON_SOCKETS)'

socket-tests:
	$(PART) "tests of proxy and simulator" $(RUN_TESTS) --no-parallel --filter '^(ProxyTests|SimulatorTests)\.'

command-tests-a-k:
	$(PART) "tests of commands, A to K" $(RUN_TESTS) --no-parallel --filter '^CommandTests\.[A-K]'

command-tests-l-r:
	$(PART) "tests of commands, L to R" $(RUN_TESTS) --no-parallel --filter '^CommandTests\.[L-R]'

command-tests-s-z:
	$(PART) "tests of commands, S to Z" $(RUN_TESTS) --no-parallel --filter '^CommandTests\.[^A-R]'

# They want the machine for themselves.
timed-tests:
	$(PART) "tests that time conversations" $(RUN_TESTS) --no-parallel --filter '^ScenarioTests\.'

real-client:
	$(PART) "real client" Tests/RealClient/run.sh $(STATIC)

drill:
	$(PART) "drill" Tests/Drill/run.sh $(STATIC)

runners:
	$(PART) "test runners" Tests/Runners/run.sh $(STATIC)

tools:
	$(PART) "readers of exports" Tests/Tools/run.sh $(STATIC)

metrics:
	$(PART) "metrics and dashboards" Tests/Metrics/run.sh $(STATIC)

opentelemetry:
	$(PART) "OpenTelemetry" Tests/OpenTelemetry/run.sh $(STATIC)

store:
	$(PART) "central store" Tests/Store/run.sh $(STATIC)

agents:
	$(PART) "coding agents" Tests/Agents/run.sh $(STATIC)

connect:
	$(PART) "forward proxy" Tests/Connect/run.sh $(STATIC)

screens:
	$(PART) "screens in tmux" sh -c 'python3 Tests/Tmux/keys.py $(STATIC) --check && Tests/Tmux/run.sh $(STATIC)'

# Packed loosely, which takes a tenth of the time; behind all that has a clock to keep.
dist-test:
	$(PART) "packages without a toolchain" nice sh -c 'DIST_LEVEL=1 .dist/make $(STATIC) .build-tests/dist >/dev/null && Tests/Dist/run.sh .build-tests/dist'

# A fixed slice: every trouble at least once, in the order of one seed.
chaos:
	$(PART) chaos Tests/Chaos/run.sh $(STATIC) --minutes 1 --seed 12 --crowd 2000

# What takes too long for every change: half an hour of trouble with a seed of its own.
acceptance: compile
	.ci/setup acceptance
	LIVETOP_WHOLE=1 $(RUN_TESTS) --filter 'RecordingsTests\.OneDoorLawTests|DiagnosisTests\.(RuleCueTests|FieldMatrixTests)'
	python3 Tests/Tmux/keys.py $(STATIC) 80x24 120x40 200x60
	Tests/Chaos/run.sh $(STATIC) --minutes 0.1 --calls 100 --only crowd --crowd 8000 --stay 60
	Tests/Chaos/run.sh $(STATIC) --minutes 30
	Tests/Store/run.sh $(STATIC) --kills 4 --whole-demo
	Tests/Store/Current/run.sh $(STATIC)
	Tests/Drill/Frameworks/run.sh $(STATIC)
	.dist/make $(STATIC) .build-dist
	Tests/Dist/run.sh .build-dist
	Tests/Dist/debootstrap.sh .build-dist

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
	install -s -m 755 $(RELEASE)/livetop "$(DESTDIR)$(PREFIX)/bin/livetop"
	install -d "$(DESTDIR)$(PREFIX)/share/man/man1" "$(DESTDIR)$(PREFIX)/share/bash-completion/completions" \
		"$(DESTDIR)$(PREFIX)/share/zsh/site-functions" "$(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d"
	$(RELEASE)/livetop man > "$(DESTDIR)$(PREFIX)/share/man/man1/livetop.1"
	$(RELEASE)/livetop completions bash > "$(DESTDIR)$(PREFIX)/share/bash-completion/completions/livetop"
	$(RELEASE)/livetop completions zsh > "$(DESTDIR)$(PREFIX)/share/zsh/site-functions/_livetop"
	$(RELEASE)/livetop completions fish > "$(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/livetop.fish"

# With the Swift runtime inside: for machines without a toolchain.
dist: build
	.dist/link $(RELEASE) .build/static/livetop
	.dist/make .build/static/livetop .build-dist

clean:
	rm -rf .build .build-*
