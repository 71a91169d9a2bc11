#!/bin/sh
# Compiles all fuzz targets with the stable compiler, then runs each for a moment, 60 seconds in all.
#
#   fuzz/run.sh              compile and run
#   fuzz/run.sh compile      compile only
#   SECONDS_EACH=600 fuzz/run.sh feed    one target, ten minutes
#
# Running needs `cargo-fuzz` and a nightly compiler, for the coverage that the fuzzer is led by; where they are missing
# it says so and ends well. What a run finds lies in fuzz/artifacts/TARGET.
set -eu
cd "$(dirname "$0")"

cargo check --quiet --manifest-path Cargo.toml
echo "fuzz: all targets compile"
if [ "${1:-}" = compile ]; then
    exit 0
fi

if ! command -v cargo-fuzz >/dev/null 2>&1; then
    echo "fuzz: skipped running: cargo-fuzz is not installed (cargo install cargo-fuzz)"
    exit 0
fi
if ! cargo +nightly --version >/dev/null 2>&1; then
    echo "fuzz: skipped running: there is no nightly compiler (rustup toolchain install nightly)"
    exit 0
fi

targets="${1:-feed html link date watchlist term}"
each="${SECONDS_EACH:-10}"
for target in $targets; do
    mkdir -p "corpus/$target"
    cargo +nightly fuzz run --fuzz-dir . "$target" "corpus/$target" "seeds/$target" -- \
        -max_total_time="$each" -timeout=10 -rss_limit_mb=2048 -max_len=65536 -verbosity=0 -print_final_stats=0
    echo "fuzz: $target ran for $each seconds and found nothing"
done
