#!/usr/bin/env bash
# One letter of every kind, as the program sends it, before judges that are not ours:
#
#   run.sh spam [FOLDER]   SpamAssassin with the rules that its package ships and no network: every letter below 1.0, but one
#                          that quotes news worded like spam
#   run.sh html [FOLDER]   the Nu HTML checker: no error in any letter, sample or page
#
# FOLDER holds the gallery (tests/it/gallery.rs); without one it is made first, into target/gallery. Ends with 77 where the
# judge is not to be had.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
root=$here/../..
# Absolute, for the gallery is made from another folder.
[ -z "${CARGO_TARGET_DIR:-}" ] || CARGO_TARGET_DIR=$(realpath -m "$CARGO_TARGET_DIR")
judge=${1:?"spam or html"}
folder=${2:-}
limit=1.0
nu=vnu-jar@26.9.27

install_with_apt() {
    if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
        return 1
    fi
    apt-get update -qq >/dev/null 2>&1 || true
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null 2>&1
}

gallery() {
    if [ -n "$folder" ]; then
        return
    fi
    folder=${CARGO_TARGET_DIR:-$root/target}/gallery
    mkdir -p "$folder"
    folder=$(cd "$folder" && pwd)
    rm -f "$folder"/*.eml "$folder"/*.html
    (cd "$root" && WIREWATCH_GALLERY=$folder cargo test --quiet --test it gallery:: >/dev/null)
}

# The letter as a stranger's mail server would hand it to a filter: with a line on top of where it came from, of the time that
# the letter itself has. The program signs nothing and adds no trace; a relay does both.
received() { # LETTER
    local date
    date=$(sed -n 's/^Date: //p' "$1" | tr -d '\r' | head -n 1)
    printf 'Received: from relay.example.org (relay.example.org [10.1.2.3])\r\n\tby mx.example.net with ESMTPS id 4Ww1;\r\n\t%s\r\n' "$date"
    cat "$1"
}

spam() {
    command -v spamassassin >/dev/null || install_with_apt spamassassin || true
    if ! command -v spamassassin >/dev/null || [ ! -f /usr/share/spamassassin/72_active.cf ]; then
        echo "skipped: SpamAssassin and its rules are not here and cannot be installed"
        return 77
    fi
    gallery
    local letter report score rules bad=0 count=0
    for letter in "$folder"/*.eml; do
        # Rules alone: nothing learned, nothing remembered of a sender, no rules of this machine's owner, no point off for a
        # line of Received that we wrote ourselves.
        report=$(received "$letter" | spamassassin --local --test-mode --configpath=/usr/share/spamassassin --prefspath=/dev/null \
            --cf='score ALL_TRUSTED 0' --cf='use_bayes 0' --cf='use_auto_welcomelist 0' --cf='fold_headers 0' --cf='report_safe 0' \
            2>/dev/null | sed -n 's/^X-Spam-Status: //p' | head -n 1)
        score=$(sed -n 's/.*score=\(-\{0,1\}[0-9.]*\).*/\1/p' <<<"$report")
        rules=$(sed -n 's/.*tests=\([^ ]*\).*/\1/p' <<<"$report")
        [ -n "$score" ] || { echo "no score of $letter: $report"; return 1; }
        printf '%6s  %-16s %s\n' "$score" "$(basename "$letter" .eml)" "$rules"
        count=$((count + 1))
        # What strangers word like spam is quoted as it stands; what it costs is shown, and nothing here could mend it.
        [ "$(basename "$letter" .eml)" = strangers-spam ] && continue
        awk -v score="$score" -v limit="$limit" 'BEGIN { exit !(score >= limit) }' && bad=$((bad + 1))
    done
    [ "$count" -ge 12 ] || { echo "only $count letters"; return 1; }
    # A judge that finds nothing in anything proves nothing.
    if printf 'From: a@example.net\r\nTo: b@example.org\r\nSubject: x\r\n\r\nXJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X\r\n' |
        spamassassin --local --exit-code --configpath=/usr/share/spamassassin --prefspath=/dev/null >/dev/null 2>&1; then
        echo "SpamAssassin takes its own test letter for a good one"
        return 1
    fi
    echo "$count letters, $bad at $limit or above"
    [ "$bad" -eq 0 ]
}

html() {
    if ! command -v java >/dev/null || ! command -v npm >/dev/null; then
        echo "skipped: the Nu HTML checker needs java, and npm to fetch it"
        return 77
    fi
    local kept
    kept=${CARGO_TARGET_DIR:-$root/target}/vnu
    mkdir -p "$kept"
    if ! ls "$kept"/package/build/dist/vnu.jar >/dev/null 2>&1; then
        (cd "$kept" && npm pack --silent "$nu" >/dev/null 2>&1 && tar xzf vnu-jar-*.tgz) || true
    fi
    if [ ! -f "$kept/package/build/dist/vnu.jar" ]; then
        echo "skipped: $nu cannot be fetched"
        return 77
    fi
    gallery
    # What mail programs of the last twenty years need in a table is obsolete, not wrong: warnings are not asked for.
    java -jar "$kept/package/build/dist/vnu.jar" --errors-only --format gnu "$folder"/*.html
    echo "$(find "$folder" -name '*.html' | wc -l) letters, samples and pages, no error"
}

case $judge in
    spam | html) "$judge" ;;
    *) echo "spam or html, not $judge"; exit 64 ;;
esac
