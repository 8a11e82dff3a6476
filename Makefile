# Otklik. `make demo` and `make test` need nothing but Go, git and make.

GO ?= go
VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo unknown)
BUILD = CGO_ENABLED=0 $(GO) build -trimpath -ldflags "-s -w -X main.version=$(VERSION)"
FUZZTIME ?= 5000x
STATICCHECK ?= honnef.co/go/tools/cmd/staticcheck@v0.8.2

.PHONY: all build demo test race test-more measure model encoder bench fuzz lint soak kills vuln update-golden clean

all: build

build:
	$(BUILD) -o bin/otklik ./cmd/otklik

demo: build
	bin/otklik demo

# Everything in one run, no test by its name.
test:
	$(GO) test -shuffle=on -timeout 20m ./...

# All packages under the race detector, which needs cgo and a C compiler. Commands run what the packages hold, many of them
# in processes of their own, which are killed and weighed, and have no room for it.
race:
	CGO_ENABLED=1 $(GO) test -race -shuffle=on -timeout 20m $$($(GO) list ./... | grep -v /cmd/)

# The same in other time zones, and twice over.
test-more:
	TZ=Asia/Kamchatka $(GO) test -shuffle=on ./...
	TZ=America/St_Johns $(GO) test -shuffle=on ./...
	$(GO) test -count=2 -shuffle=on ./...

# How well texts are read: prints the figures of docs/reading.md where the texts for measuring are beside the repository.
measure:
	$(GO) test -v -run 'Cross|Portal|Own|Governor|Scikit|Unseen|Talk|Measure|Figures' ./internal/reading/...

# Rebuild the weights from the texts for measuring (../shared) and the corpus; NAMES is the absolute path of a file of names, see
# docs/personal-data.md.
model:
	$(GO) run ./internal/reading/internal/fit
	$(GO) run ./internal/reading/topic/internal/build -data ../shared/data -labels tools/encoder/read.tsv \
		-output internal/reading/topic/model.bin
	$(GO) test ./internal/privacy -run '^TestLearn$$' -learn ../../../shared/data -names '$(NAMES)'

# The encoder and its heads, from the same texts, and what replies mean by it: some half an hour on two cores. tools/encoder/README.md says more.
encoder:
	python3 -m venv tools/encoder/venv
	tools/encoder/venv/bin/pip install -q -r tools/encoder/requirements.txt
	cd tools/encoder && venv/bin/python train.py --data ../../../shared/data --epochs 2.2 --cache venv/tokens \
		--corpus ../../internal/reading/corpus/comments.tsv --out venv/encoder.npz
	cd tools/encoder && venv/bin/python export.py --weights venv/encoder.npz --weighing weighing.json \
		--out ../../internal/reading/opinion/weights.bin --examples ../../internal/reading/opinion/testdata/examples.txt \
		--reference ../../internal/reading/opinion/testdata/reference.json
	$(GO) test ./internal/reading/reply -run '^TestTrainMeaning$$' -update

# Figures and ratios within one run.
bench:
	$(GO) test -run '^$$' -bench . -benchmem ./...

# Every fuzz target for FUZZTIME: runs (5000x) rather than seconds, for a target that is stopped by the clock now and then ends with
# "context deadline exceeded", which says nothing about the code. What it finds new is shortened in 20 runs, not in a minute.
fuzz:
	@set -e; for file in $$(git grep -l '^func Fuzz' -- '*_test.go'); do \
		for target in $$(sed -n 's/^func \(Fuzz[A-Za-z0-9_]*\)(.*/\1/p' $$file); do \
			echo "fuzz $$(dirname $$file) $$target"; \
			$(GO) test -run '^$$' -fuzz "^$$target$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 20x ./$$(dirname $$file); \
		done; \
	done

lint:
	@unformatted=$$(gofmt -l .); if [ -n "$$unformatted" ]; then echo "not formatted: $$unformatted"; exit 1; fi
	$(GO) vet ./...
	$(GO) run $(STATICCHECK) ./...
	$(GO) mod tidy -diff

# The daemon for 24 simulated days; some four minutes.
soak:
	OTKLIK_SOAK=1 $(GO) test -run '^TestSoak$$' -v -timeout 30m ./internal/app

# Kills processes a thousand times over; some fifteen minutes. Uses strace for kills at calls to the disk, where it can be had.
kills:
	OTKLIK_TEST_KILLS=1000 $(GO) test -run '^TestKills$$' -v -timeout 90m ./cmd/otklik

# Known holes in what the program is made of. The list comes as a module, so that nothing but a Go proxy has to be reached.
vuln:
	@list=$$($(GO) mod download -json golang.org/x/vulndb@latest | sed -n 's/.*"Dir": "\(.*\)".*/\1/p'); \
		copy=$$(mktemp -d) && trap 'rm -rf "$$copy"' EXIT && cp "$$list"/data/osv/*.json "$$copy" && \
		echo "known holes as of $${list##*@}" && $(GO) run golang.org/x/vuln/cmd/govulncheck@v1.9.0 -db "file://$$copy" ./...

# Rewrite the golden files from what the code does now; read the difference before committing it.
update-golden:
	$(GO) test ./report/render ./report/render/xlsx ./report/render/docx ./report/render/pdf ./collectors/... -update

clean:
	rm -rf bin otklik-demo
