# What is checked, in order; each step builds on the one before. Sourced by run.sh.
# shellcheck shell=bash
# What guest.sh and run.sh set is seen only where shellcheck follows them; a property that cannot be read is a wrong one.
# shellcheck disable=SC2154,SC2155

user=wirewatch
password='correct horse battery'

# check NAME COMMAND…: a line, or the end of the suite.
check() {
    local name=$1 start=$SECONDS code
    shift
    # A subshell of its own with -e: as a condition the check would go on after its first fault.
    set +e
    (set -e; "$@") >"$share/check.log" 2>&1
    code=$?
    set -e
    if [ "$code" -eq 0 ]; then
        echo "ok: $name ($((SECONDS - start)) s)"
        passed=$((passed + 1))
    else
        echo "FAILED: $name"
        sed 's/^/    /' "$share/check.log"
        echo "    -- the journal's end"
        inside journalctl --no-pager -o short-monotonic -n 40 2>&1 | sed 's/^/    /' || true
        exit 1
    fi
}

fail() {
    echo "not so: $*"
    exit 1
}

# wait_for SECONDS WHAT COMMAND…: until the command succeeds.
wait_for() {
    local seconds=$1 what=$2
    shift 2
    local until=$((SECONDS + seconds))
    until "$@"; do
        [ "$SECONDS" -lt "$until" ] || fail "$what within $seconds s"
        sleep 0.2
    done
}

# says WORDS COMMAND…: the command prints them. Not by a pipe, whose first half would be cut off when the second is content.
says() {
    local words=$1 printed
    shift
    printed=$("$@" 2>&1) || true
    grep -qF -- "$words" <<<"$printed"
}
journal_says() { says "$1" inside journalctl -u wirewatch --no-pager -o cat; }
soon_in_the_journal() { wait_for 15 "\"$1\" in the journal" journal_says "$1"; }

property() { inside systemctl show wirewatch --property "$1" --value; }
is() { [ "$(property "$1")" = "$2" ] || fail "$1 is $2, not $(property "$1")"; }
has() { [ "$(property "$1")" = "$2" ]; }
letters() { find "$share/letters" -name '*.eml' | wc -l; }
has_letters() { [ "$(letters)" -ge "$1" ]; }
polls() { grep -c '"/feed.xml"' "$share/requests.jsonl" 2>/dev/null || true; }
has_polls() { [ "$(polls)" -gt "$1" ]; }
# finds WORD TOPIC: the article with that word is in the archive, under that topic.
finds() { says "\"topics\":[\"$2\"]" inside wirewatch search "$1" --json; }

# publish WORD TITLE…: the feed now has one more article.
publish() {
    echo "<item><guid>$1</guid><title>$2</title><link>https://news.example/$1</link><description>$2</description><pubDate>$(date -u -R)</pubDate></item>" >>"$share/items"
    {
        echo '<?xml version="1.0"?><rss version="2.0"><channel><title>The Wire</title><link>https://news.example/</link><description>news</description>'
        cat "$share/items"
        echo '</channel></rss>'
    } >"$share/feed.part"
    mv "$share/feed.part" "$share/feed.xml"
}

# watchlist TERM: the list in /etc/wirewatch asks for the term.
watchlist() {
    cat >"$root/etc/wirewatch/watchlist.toml" <<TOML
schema = 1

[topic.$1]
any = ["$1"]

[feed.wire]
url = "http://127.0.0.1:$newsroom_port/feed.xml"
every = "5s"
backfill = "24h"

[digest.desk]
cron = "* * * * *"
tz = "Europe/Vilnius"
topics = ["$1"]
to = ["desk@example.org"]
when_empty = "skip"
TOML
}

settings() {
    cat >"$root/etc/wirewatch/wirewatch.toml" <<TOML
[relay]
host = "127.0.0.1"
port = $relay_port
tls = "none"
from = "wirewatch@example.org"
username = "$user"
password_credential = "relay-password"

[fetch]
allow_private = ["127.0.0.1"]
TOML
}

# Started from this machine's files, in the network that the booted system has.
start_neighbours() {
    mkdir "$share/letters"
    publish one "Sanctions on a bank"
    python3 "$here/../mta/newsroom.py" "$share" >"$share/newsroom.port" 2>"$share/newsroom.log" &
    newsroom=$!
    python3 "$here/relay.py" "$share/letters" "$user" "$password" >"$share/relay.port" 2>"$share/relay.log" &
    relay=$!
    wait_for 15 "the newsroom's port" test -s "$share/newsroom.port"
    wait_for 15 "the relay's port" test -s "$share/relay.port"
    newsroom_port=$(cat "$share/newsroom.port")
    relay_port=$(cat "$share/relay.port")
}

end_neighbours() {
    local neighbour
    for neighbour in ${newsroom:-} ${relay:-}; do
        # KILL: one of the checks stops the newsroom for a while.
        kill -KILL "$neighbour" 2>/dev/null || true
        wait "$neighbour" 2>/dev/null || true
    done
}

# The same tree under a lower version number.
older_package() { # PACKAGE
    local tree=$share/older
    dpkg-deb -R "$1" "$tree"
    sed -i 's/^Version: .*/Version: 0.0.1-1/' "$tree/DEBIAN/control"
    echo '# as it was in the older package' >>"$tree/etc/wirewatch/wirewatch.toml"
    dpkg-deb -Znone --root-owner-group -b "$tree" "$share/older.deb" >/dev/null
    rm -r "$tree"
}

# Asked about a configuration file, Enter is pressed: that keeps the owner's.
apt() { inside apt-get -qq -y -o Dpkg::Use-Pty=0 -o Dpkg::Progress=0 -o Dpkg::Options::=--force-confdef "$@" </dev/null; }

installs_and_starts_nothing() {
    apt install /share/new.deb
    [ "$(inside systemctl is-enabled wirewatch || true)" = disabled ] || fail "it is not enabled"
    is ActiveState inactive
    for file in /usr/share/man/man1/wirewatch.1.gz /usr/share/bash-completion/completions/wirewatch \
        /usr/share/doc/wirewatch/copyright /etc/wirewatch/watchlist.toml; do
        inside test -s "$file" || fail "$file is there"
    done
}

shipped_files_are_sound() {
    inside wirewatch check
    inside wirewatch --version
    says "wirewatch is not running" inside wirewatch status
}

unit_is_clean() {
    local said
    said=$(inside systemd-analyze --man=no verify wirewatch.service 2>&1)
    [ -z "$said" ] || fail "nothing to complain of: $said"
    inside systemd-analyze security --no-pager --threshold=11 wirewatch.service | tail -n 1
}

allow_list_is_tighter() {
    use_example proxy-only
    inside systemd-analyze security --no-pager --threshold=10 wirewatch.service | tail -n 1
}

use_example() {
    inside install -D -m 644 "/usr/share/doc/wirewatch/systemd/examples/$1.conf" "/etc/systemd/system/wirewatch.service.d/$1.conf"
    inside systemctl daemon-reload
}

purge_leaves_nothing() {
    apt purge wirewatch
    for file in /usr/bin/wirewatch /etc/wirewatch /var/lib/wirewatch /var/lib/private/wirewatch; do
        ! inside test -e "$file" || fail "$file is gone"
    done
    [ "$(inside systemctl show wirewatch --property LoadState --value)" = not-found ] || fail "systemd has forgotten the unit"
}

starts_to_ready() {
    apt install /share/older.deb
    settings
    watchlist sanction
    printf '%s\n' "$password" >"$root/etc/wirewatch/relay-password"
    chmod 600 "$root/etc/wirewatch/relay-password"
    use_example relay-password
    inside systemctl enable --now wirewatch
    is ActiveState active
    is Type notify
    is StatusText "watching 1 feeds"
    says "runs as process $(property MainPID)" inside wirewatch status || fail "root asks the service's archive"
}

lives_apart() {
    local uid
    uid=$(awk '/^Uid:/ { print $2 }' "/proc/$(inside_pid)/status")
    [ "$uid" -ge 61184 ] && [ "$uid" -le 65519 ] || fail "its user is one of systemd's passing ones, not $uid"
    [ "$(inside stat -c '%a' /var/lib/private/wirewatch)" = 700 ] || fail "nobody else reads the archive"
    inside test -L /var/lib/wirewatch || fail "/var/lib/wirewatch is a link"
}

# The daemon's number on this machine.
inside_pid() {
    local number=$(property MainPID) each
    for each in /proc/[0-9]*; do
        if [ "$(awk '/^NSpid:/ { print $NF }' "$each/status" 2>/dev/null)" = "$number" ] &&
            [ "$(readlink "$each/ns/pid")" = "$(readlink "/proc/$guest/ns/pid")" ]; then
            basename "$each"
            return
        fi
    done
    fail "process $number is seen from here"
}

letter_arrives_by_login() {
    wait_for 100 "a letter" has_letters 1
    grep -q "^X-Login: $user" "$share/letters/001.eml" || fail "the relay knew the sender"
    grep -q "https://news.example/one" "$share/letters/001.eml" || fail "the letter tells the article"
    ! journal_says "$password" || fail "the password is not in the journal"
    ! grep -qF "$password" "/proc/$(inside_pid)/environ" || fail "the password is not in the environment"
}

test_letter_by_hand() {
    local before=$(letters)
    # As docs/operating.md has it.
    inside systemd-run --quiet --pipe --wait --collect -p DynamicUser=yes \
        -p LoadCredential=relay-password:/etc/wirewatch/relay-password wirewatch mail test you@example.org
    has_letters $((before + 1)) || fail "a letter more"
    # For the count of letters below it never was.
    rm "$(grep -l 'you@example.org' "$share"/letters/*.eml)"
}

upgrade_keeps_the_data() {
    local before=$(property MainPID)
    apt install /share/new.deb
    is ActiveState active
    [ "$(property MainPID)" != "$before" ] || fail "the new program runs"
    [ "$(inside systemctl is-enabled wirewatch)" = enabled ] || fail "it is still enabled"
    ! says 0.0.1-1 inside dpkg-query -W -f '${Version}' wirewatch || fail "the package is the new one"
    grep -q 'password_credential' "$root/etc/wirewatch/wirewatch.toml" || fail "the owner's file is the owner's"
    finds Sanctions sanction || fail "the article is still there"
    says '"status":"accepted"' inside wirewatch digest list --json || fail "the letter is still known"
}

# doctor_says STATE CHECK WORDS: one of its findings under that name is in that state, with these words.
doctor_says() {
    (inside wirewatch doctor --json || true) | python3 -c '
import json, sys
state, name, words = sys.argv[1:]
found = [check for check in json.load(sys.stdin)["checks"] if check["check"] == name]
print(json.dumps(found, indent=1))
sys.exit(not any(check["state"] == state and words in check["detail"] + "; " + (check["advice"] or "") for check in found))
' "$@" || fail "the doctor says of $2: $1, \"$3\""
}

doctor_finds_it_well() {
    inside wirewatch doctor || fail "there is no fault"
    doctor_says ok service "wirewatch.service is active (running)"
    # Which this system is: all its files lie in a layer over the base.
    doctor_says warning disk "writable layer of a container"
}

drop_in() { # LINE…: what one of the owner's says under [Service]
    inside mkdir -p /etc/systemd/system/wirewatch.service.d
    printf '%s\n' '[Service]' "$@" >"$root/etc/systemd/system/wirewatch.service.d/broken.conf"
}

doctor_names_a_broken_drop_in() {
    drop_in ExecStart= 'ExecStart=/usr/bin/wirewatch --config /nowhere run'
    doctor_says warning service "systemctl daemon-reload"
    inside systemctl daemon-reload
    doctor_says warning service "reads its configuration from /nowhere, and this looked at /etc/wirewatch"
    doctor_says warning service broken.conf
    ! inside systemctl restart wirewatch || fail "it cannot start without its configuration"
    doctor_says fault service "exit code 78"
    doctor_says fault service broken.conf
    drop_in ExecStart=
    inside systemctl daemon-reload
    doctor_says fault service "systemd cannot use wirewatch.service"
    doctor_says fault service broken.conf
    rm "$root/etc/systemd/system/wirewatch.service.d/broken.conf"
    inside systemctl daemon-reload
    inside systemctl restart wirewatch
    doctor_says ok service "wirewatch.service is active (running)"
}

good_reload_takes_effect() {
    local before=$(property MainPID)
    watchlist tariff
    inside systemctl reload wirewatch
    publish two "A tariff on timber"
    wait_for 30 "the article by the new list" finds tariff tariff
    is MainPID "$before"
}

refused_reload_fails_and_changes_nothing() {
    local before=$(property MainPID)
    cp "$root/etc/wirewatch/watchlist.toml" "$share/good.toml"
    echo 'colour = "red"' >>"$root/etc/wirewatch/watchlist.toml"
    ! inside systemctl reload wirewatch || fail "systemctl reload fails"
    is ActiveState active
    is MainPID "$before"
    soon_in_the_journal 'colour = "red"'
    says 'reload REFUSED' inside wirewatch status || fail "status tells it"
    publish three "Another tariff on wheat"
    wait_for 30 "the article by the old list" finds wheat tariff
    cp "$share/good.toml" "$root/etc/wirewatch/watchlist.toml"
    inside systemctl reload wirewatch
}

# From here on the hang and the pause between starts are told sooner; everything else is as shipped.
in_a_hurry() {
    inside mkdir -p /run/systemd/system/wirewatch.service.d
    printf '[Service]\nWatchdogSec=5s\nRestartSec=500ms\n' >"$share/hurry.conf"
    inside cp /share/hurry.conf /run/systemd/system/wirewatch.service.d/hurry.conf
    inside systemctl daemon-reload
    inside systemctl restart wirewatch
}

comes_back_after() { # SIGNAL RESULT
    local before=$(property MainPID) starts=$(property NRestarts)
    inside systemctl kill --kill-whom=main --signal="SIG$1" wirewatch
    wait_for 30 "another start" has NRestarts $((starts + 1))
    wait_for 30 "another READY" has ActiveState active
    soon_in_the_journal "Failed with result '$2'"
    local count=$(polls)
    wait_for 30 "another poll" has_polls "$count"
}

killed_comes_back() { comes_back_after KILL signal; }

hanging_comes_back() {
    in_a_hurry
    comes_back_after STOP watchdog
}

stops_in_time() {
    local start=$SECONDS
    kill -STOP "$newsroom"
    # A poll is under way now, and is not answered.
    sleep 6
    inside systemctl stop wirewatch
    kill -CONT "$newsroom"
    is Result success
    is ExecMainStatus 0
    [ $((SECONDS - start)) -lt 40 ] || fail "within the grace time"
    ! journal_says "State 'stop-sigterm' timed out" || fail "by itself"
}

bad_configuration_is_not_restarted() {
    echo 'colour = "red"' >>"$root/etc/wirewatch/watchlist.toml"
    ! inside systemctl start wirewatch || fail "systemctl start fails"
    stays_down 78
    wait_for 15 "the line in the journal a second time" refused_twice
    cp "$share/good.toml" "$root/etc/wirewatch/watchlist.toml"
}

refused_twice() { [ "$(inside journalctl -u wirewatch --no-pager -o cat | grep -c '1 error in /etc/wirewatch/watchlist.toml')" -ge 3 ]; }

missing_password_is_not_waited_for() {
    mv "$root/etc/wirewatch/relay-password" "$share/password"
    ! inside systemctl start wirewatch || fail "systemctl start fails"
    stays_down 243
    mv "$share/password" "$root/etc/wirewatch/relay-password"
}

stays_down() { # STATUS
    # RestartSec= has long passed.
    sleep 1
    is ActiveState failed
    is SubState failed
    is ExecMainStatus "$1"
}

works_behind_an_allow_list() {
    local before=$(polls)
    use_example proxy-only
    inside systemctl start wirewatch
    wait_for 30 "a poll of an address on the list" has_polls "$before"
}

backup_put_back_is_taken_up() {
    local archive=/var/lib/wirewatch/wirewatch.db
    inside systemctl stop wirewatch
    inside cp "$archive" /root/backup.db
    inside rm -f "$archive"
    # As docs/upgrade-and-backup.md has it, after a loss.
    inside cp /root/backup.db "$archive"
    inside rm -f "$archive-wal" "$archive-shm"
    inside chown --reference=/var/lib/private/wirewatch "$archive"
    inside systemctl start wirewatch
    is ActiveState active
    finds wheat tariff || fail "the article is there"
}

as_analyst() { inside runuser -u analyst -- env XDG_RUNTIME_DIR=/run/user/1000 HOME=/home/analyst "$@"; }
user_unit_is() { says "$1" as_analyst systemctl --user show wirewatch --property ActiveState --value; }

a_users_unit_runs_beside_it() {
    inside useradd --create-home --uid 1000 analyst
    # What libpam-systemd does on a whole machine.
    inside mkdir -p /etc/systemd/system/user@.service.d
    printf '[Service]\nEnvironment=XDG_RUNTIME_DIR=/run/user/%%i\n' >"$root/etc/systemd/system/user@.service.d/runtime.conf"
    inside systemctl daemon-reload
    inside loginctl enable-linger analyst
    wait_for 30 "the user's systemd" inside test -S /run/user/1000/systemd/private
    as_analyst wirewatch init
    printf '[web]\nlisten = ""\n\n[fetch]\nallow_private = ["127.0.0.1"]\n' >"$root/home/analyst/.config/wirewatch/wirewatch.toml"
    cp "$share/good.toml" "$root/home/analyst/.config/wirewatch/watchlist.toml"
    as_analyst systemctl --user enable --now wirewatch
    user_unit_is active || fail "it is active"
    as_analyst systemctl --user reload wirewatch
    inside test -s /home/analyst/.local/state/wirewatch/wirewatch.db || fail "its archive is the user's"
    as_analyst systemctl --user stop wirewatch
    user_unit_is inactive || fail "it stops"
}

no_letter_went_twice() {
    local ids
    ids=$(cat "$share"/letters/*.eml | grep -i '^Message-ID:' | sort)
    [ "$(sort -u <<<"$ids")" = "$ids" ] || fail "each letter once: $ids"
    [ "$(cat "$share"/letters/*.eml | grep -c 'https://news.example/one')" -ge 1 ]
}

removal_keeps_the_data() {
    apt remove wirewatch
    is ActiveState inactive
    inside test -s /var/lib/private/wirewatch/wirewatch.db || fail "the archive is still there"
    inside test -s /etc/wirewatch/watchlist.toml || fail "the watchlist is still there"
}

purge_takes_the_rest() {
    apt purge wirewatch
    for file in /var/lib/wirewatch /var/lib/private/wirewatch /etc/wirewatch/watchlist.toml; do
        ! inside test -e "$file" || fail "$file is gone"
    done
    inside test -s /etc/wirewatch/relay-password || fail "what the owner put there is the owner's"
}

suite() { # NAME BASE PACKAGE
    passed=0
    boot "$2"
    trap 'end_neighbours; shut_down' EXIT
    echo "booted $(inside systemctl --version | head -n 1)"
    cp "$3" "$share/new.deb"
    if [ -n "${PREVIOUS:-}" ]; then cp "$PREVIOUS" "$share/older.deb"; else older_package "$3"; fi
    start_neighbours

    check "the package installs, and starts nothing" installs_and_starts_nothing
    check "the files it ships are sound" shipped_files_are_sound
    check "systemd has nothing to say against the unit, exposure at most 1.1" unit_is_clean
    check "with the allow-list exposure is at most 1.0" allow_list_is_tighter
    check "a purge leaves nothing" purge_leaves_nothing
    inside rm -rf /etc/systemd/system/wirewatch.service.d
    check "an older package starts to READY" starts_to_ready
    check "it lives apart, as a user that exists only while it runs" lives_apart
    check "a letter reaches the relay with the credential" letter_arrives_by_login
    check "a test letter goes by hand with the same credential" test_letter_by_hand
    check "an upgrade runs the new program and keeps data and configuration" upgrade_keeps_the_data
    check "the doctor finds it well" doctor_finds_it_well
    check "the doctor names what a drop-in has broken" doctor_names_a_broken_drop_in
    check "a good reload takes effect in the same process" good_reload_takes_effect
    check "a refused reload fails and the old list lives" refused_reload_fails_and_changes_nothing
    check "a hang is seen by the watchdog, killed and started again" hanging_comes_back
    check "after SIGKILL it is started again" killed_comes_back
    check "it stops in time with a poll under way" stops_in_time
    check "a bad configuration ends with 78 and is not tried again" bad_configuration_is_not_restarted
    check "a missing password file ends with 243 and is not tried again" missing_password_is_not_waited_for
    check "it works behind the allow-list" works_behind_an_allow_list
    check "a backup put back is taken up" backup_put_back_is_taken_up
    check "a user's own unit runs beside it" a_users_unit_runs_beside_it
    check "no letter went twice" no_letter_went_twice
    check "removal stops it and keeps the data" removal_keeps_the_data
    check "a purge takes the data, and leaves what the owner made" purge_takes_the_rest
    echo "$passed checks in $SECONDS s"
}
