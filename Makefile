# make         installs what is missing and builds build/gael
# make run     … and shows one program run by the JIT and as a native binary
# make test    … and runs every test;  make quick: those that take under a minute together
# make debug   the same compiler with AddressSanitizer and UBSan, in build/debug
# make targets … and the libraries of every machine that `gael targets` lists
# make library … and build/libgael.so, the compiler for C programs (docs/embedding.md)
# make deb     … and a package of the compiler and all of them, build/gael_*.deb
# make deb-test … and what the package does in a root with nothing else in it; make test-peers installs what that and other tests look for
# make density tokens of the HumanEval programs and of six everyday ones (docs/density.md)
# make bench   speed and memory beside C and six other languages (docs/bench), and start-up; make bench-peers installs the languages
# make diff    N random programs, new ones each time, interpreted and compiled (N=100000)
# make fuzz    a minute of libFuzzer each for parser, inference, habits and blocks, with AddressSanitizer and UBSan

BUILD ?= build
JOBS ?= $(shell nproc)
CONFIGURE = cmake -S . -G Ninja

.PHONY: all setup library targets deb deb-test test-peers run test quick density bench bench-peers bench-calls bench-start diff fuzz debug debug-test clean

all: setup
	@test -f $(BUILD)/build.ninja || $(CONFIGURE) -B $(BUILD)
	@cmake --build $(BUILD) -j $(JOBS)
	@test -s $(BUILD)/order.txt || { scripts/order $(BUILD)/gael $(BUILD)/order.txt && cmake --build $(BUILD); }

setup:
	@scripts/setup

run: all
	@scripts/demo $(BUILD)/gael

targets: all
	@cmake --build $(BUILD) -j $(JOBS) --target gael_targets

library: all
	@cmake --build $(BUILD) -j $(JOBS) --target libgael

deb: targets library
	@cd $(BUILD) && cpack --config CPackConfig.cmake >package.log || { tail -n 20 package.log; exit 1; }
	@ls -l $(BUILD)/gael_*.deb

deb-test: deb
	@scripts/deb_test $(BUILD)

test-peers:
	@scripts/setup tests/peers.txt

test: all
	@scripts/test $(BUILD)

quick: all
	@scripts/test $(BUILD) -L quick

density: all
	@cmake --build $(BUILD) --target density_vocab
	@tests/density.sh $(BUILD)/gael $(BUILD)/density/deepseek_v3.json

bench: all bench-start
	@bench/run.py --gael $(BUILD)/gael --work $(BUILD)/bench --write docs/bench

bench-peers:
	@scripts/setup bench/peers.txt

bench-calls: library
	@$(CC) -O2 -Iinclude bench/calls.c -L$(BUILD) -lgael -Wl,-rpath,$(abspath $(BUILD)) -o $(BUILD)/calls && $(BUILD)/calls

bench-start: all
	@scripts/bench $(BUILD)/gael

N ?= 100000
diff: all
	@$(BUILD)/tests/differ -x -O 02t -m 200 -j $(JOBS) -s $$(date +%s)000000 -n $(N)

debug: setup
	@test -f $(BUILD)/debug/build.ninja || $(CONFIGURE) -B $(BUILD)/debug -DCMAKE_BUILD_TYPE=Debug
	@cmake --build $(BUILD)/debug -j $(JOBS)

debug-test: debug
	@scripts/test $(BUILD)/debug

fuzz: setup
	@$(CONFIGURE) -B $(BUILD)/fuzz -DGAEL_FUZZ=ON -DCMAKE_C_COMPILER=clang-19 -DCMAKE_CXX_COMPILER=clang++-19 -DCMAKE_BUILD_TYPE=Debug
	@cmake --build $(BUILD)/fuzz -j $(JOBS) --target fuzz_parse fuzz_infer fuzz_habit fuzz_flat
	@scripts/test $(BUILD)/fuzz -R '^fuzz_'

clean:
	@rm -rf $(BUILD)
