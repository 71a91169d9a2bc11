#!/usr/bin/env bash
# The daemon against a relay that we did not write (aiosmtpd) and a newsroom on loopback. Shows that letters arrive, that
# re-polls are conditional, that nothing is sent twice after a restart, and that letters wait for a relay that is down.
# Takes the program as its argument (default: target/debug/wirewatch) and about four minutes, most of them waiting for
# the digest's minute. Ends with 77 where aiosmtpd is not to be had.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
program=${1:-${CARGO_TARGET_DIR:-$here/../../target}/debug/wirewatch}
work=$(mktemp -d)
declare -A pids=()

finish() {
    local code=$?
    for pid in "${pids[@]}"; do
        kill "$pid" 2>/dev/null || true
    done
    wait 2>/dev/null || true
    if [ "$code" -eq 0 ] || [ "$code" -eq 77 ]; then
        rm -rf "$work"
    else
        echo "FAILED; everything is kept in $work"
        tail -n 40 "$work"/*.log 2>/dev/null || true
        tail -n 5 "$work/requests.jsonl" 2>/dev/null || true
    fi
}
trap finish EXIT

cannot() {
    echo "skipped: $*"
    exit 77
}

fail() {
    echo "not so: $*"
    exit 1
}

# wait_for SECONDS WHAT COMMAND…: until the command succeeds.
wait_for() {
    local seconds=$1 what=$2
    shift 2
    for _ in $(seq $((seconds * 4))); do
        if "$@"; then
            return 0
        fi
        sleep 0.25
    done
    fail "$what within $seconds s"
}

python_with_aiosmtpd() {
    local python
    for python in python3 /usr/bin/python3; do
        if "$python" -c 'import aiosmtpd' 2>/dev/null; then
            echo "$python"
            return
        fi
    done
    if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
        {
            apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends python3-aiosmtpd
        } >"$work/apt.txt" 2>&1 || true
        if /usr/bin/python3 -c 'import aiosmtpd' 2>/dev/null; then
            echo /usr/bin/python3
            return
        fi
    fi
    # An `if`, as a fault here is an answer and no end.
    if python3 -m venv "$work/venv" >"$work/pip.txt" 2>&1 && "$work/venv/bin/pip" install -q aiosmtpd >>"$work/pip.txt" 2>&1; then
        echo "$work/venv/bin/python"
    fi
}

letters() { find "$work/letters" -name '*.eml' | wc -l; }
has_letters() { [ "$(letters)" -ge "$1" ]; }
requests() { grep -c "$1" "$work/requests.jsonl" 2>/dev/null || true; }
has_requests() { [ "$(requests "$1")" -ge "$2" ]; }
has_queued() { "$program" --config "$work/config" digest list --json | grep -q queued; }
is_gone() { ! kill -0 "$1" 2>/dev/null; }

publish() {
    local now title number=0
    now=$(date -u -R)
    {
        echo '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>The Wire</title>'
        echo '<link>https://news.example/</link><description>A newsroom on loopback</description>'
        for title in "$@"; do
            number=$((number + 1))
            echo "<item><guid isPermaLink=\"false\">$number</guid><title>$title</title>"
            echo "<link>https://news.example/$number</link><description>$title, officials said.</description>"
            echo "<pubDate>$now</pubDate></item>"
        done
        echo '</channel></rss>'
    } >"$work/feed.part"
    mv "$work/feed.part" "$work/feed.xml"
}

start_relay() { # PORT
    "$python" "$here/relay.py" "$work/letters" "$1" >"$work/relay.port" 2>>"$work/relay.log" &
    pids[relay]=$!
    wait_for 15 "the relay's port" test -s "$work/relay.port"
}

start_daemon() {
    env -i LANG=C "$program" --config "$work/config" run >>"$work/daemon.log" 2>&1 &
    pids[daemon]=$!
}

stop_daemon() {
    local code=0
    kill -TERM "${pids[daemon]}"
    wait "${pids[daemon]}" || code=$?
    [ "$code" -eq 0 ] || fail "the daemon ends with 0 after SIGTERM, not $code"
}

write_configuration() { # RELAY_PORT NEWSROOM_PORT
    mkdir -p "$work/config" "$work/state"
    cat >"$work/config/wirewatch.toml" <<TOML
[store]
path = "$work/state/wirewatch.db"

[relay]
host = "127.0.0.1"
port = $1
tls = "none"
from = "wirewatch@example.org"

[web]
listen = ""

[fetch]
allow_private = ["127.0.0.1"]
TOML
    cat >"$work/config/watchlist.toml" <<TOML
schema = 1

[topic.sanctions]
any = ["sanction"]

[feed.wire]
url = "http://127.0.0.1:$2/feed.xml"
every = "5s"
backfill = "24h"

[feed.broken]
url = "http://127.0.0.1:$2/broken.xml"
every = "5s"

[digest.desk]
cron = "* * * * *"
tz = "UTC"
topics = ["sanctions"]
to = ["desk@example.org"]
when_empty = "skip"
TOML
}

mkdir "$work/letters"
command -v python3 >/dev/null || cannot "there is no python3"
python=$(python_with_aiosmtpd)
[ -n "$python" ] || cannot "there is no aiosmtpd, and neither apt nor pip gives it"
[ -x "$program" ] || fail "$program is there: cargo build makes it"
publish "Sanctions on a bank"
"$python" "$here/newsroom.py" "$work" >"$work/newsroom.port" 2>"$work/newsroom.log" &
pids[newsroom]=$!
wait_for 15 "the newsroom's port" test -s "$work/newsroom.port"
start_relay 0
relay_port=$(cat "$work/relay.port")
write_configuration "$relay_port" "$(cat "$work/newsroom.port")"
"$program" --config "$work/config" check >/dev/null

echo "a letter arrives"
start_daemon
wait_for 100 "a letter" has_letters 1
grep -q '^X-Envelope-To: desk@example.org' "$work/letters/001.eml" || fail "the letter is for the desk"
"$python" - "$work/letters/001.eml" <<'PY'
import email.policy, sys
letter = email.message_from_binary_file(open(sys.argv[1], "rb"), policy=email.policy.default)
assert not letter.defects, letter.defects
assert letter.get_content_type() == "multipart/alternative", letter.get_content_type()
for kind in ("plain", "html"):
    part = letter.get_body((kind,)).get_content()
    assert "https://news.example/1" in part, part
PY

echo "re-polls are conditional"
wait_for 30 "two answers of 304" has_requests '"status": 304' 2
unconditional=$(grep '"/feed.xml"' "$work/requests.jsonl" | grep -c '"if_none_match": null')
[ "$unconditional" -eq 1 ] || fail "only the first request is unconditional, not $unconditional"
grep '"status": 304' "$work/requests.jsonl" | grep -q '"if_modified_since": ".* GMT"' || fail "the date is sent back as well"

echo "nothing is sent twice after a restart"
stop_daemon
start_daemon
before=$(requests '"status": 304')
wait_for 30 "polls after the restart" has_requests '"status": 304' $((before + 2))
sleep $((62 - $(date +%-S)))
[ "$(letters)" -eq 1 ] || fail "one letter, not $(letters)"

echo "letters wait while the relay is down and go out when it is back"
kill "${pids[relay]}"
wait_for 10 "the relay's end" is_gone "${pids[relay]}"
publish "Sanctions on a bank" "New sanctions on a shipyard"
wait_for 30 "the poll that reads it" has_requests '"status": 200' 2
wait_for 100 "a letter that waits" has_queued
start_relay "$relay_port"
wait_for 150 "the letter that waited" has_letters 2
stop_daemon
[ "$(letters)" -eq 2 ] || fail "two letters in all, not $(letters)"
[ "$(grep -hi '^Message-ID:' "$work"/letters/*.eml | sort -u | wc -l)" -eq 2 ] || fail "two letters with two Message-IDs"
grep -q 'shipyard' "$work/letters/002.eml" || fail "the second letter tells the second article"

echo "ok: $(letters) letters, $(requests '"status": 304') answers of 304, $(requests '"status": 200') of 200"
