#!/usr/bin/env bash
# Drives the dashboard of `livetop demo` in tmux as a person would: every view, every key of the help, every size.
#
#   Tests/Tmux/run.sh path/to/livetop [keep]      with `keep`, the captured screens stay in .build-tmux
#
# A check waits until the screen says what it should, so that a slow machine is no failure; after half a minute it
# fails and prints the screen.
set -euo pipefail
cd "$(dirname "$0")/../.."

livetop=$(realpath "${1:?path to the livetop binary}")
work=$PWD/.build-tmux
rm -rf "$work" && mkdir -p "$work/home" "$work/cwd"
socket=$work/tmux.sock
checks=0

tmux() { command tmux -S "$socket" -f /dev/null "$@"; }
screen() { tmux capture-pane -p -t "$pane"; }
finish() {
    tmux kill-server 2>/dev/null || true
    [ "${KEEP:-}" ] || rm -rf "$work"
}
[ "${2:-}" = keep ] && KEEP=1
trap finish EXIT

fail() {
    echo "tmux: $1" >&2
    echo "The screen was:" >&2
    screen >&2 || true
    exit 1
}

# Waits until the screen matches an extended regular expression.
sees() {
    for _ in $(seq 300); do
        if screen | grep -Eq -- "$1"; then
            checks=$((checks + 1))
            return
        fi
        sleep 0.1
    done
    fail "never saw /$1/ ($2)"
}

# Waits until the screen no longer matches.
loses() {
    for _ in $(seq 300); do
        if ! screen | grep -Eq -- "$1"; then
            checks=$((checks + 1))
            return
        fi
        sleep 0.1
    done
    fail "still sees /$1/ ($2)"
}

press() { tmux send-keys -t "$pane" "$@"; }
type_text() { tmux send-keys -t "$pane" -l "$1"; }
keep() { [ -z "${KEEP:-}" ] || tmux capture-pane -p -e -t "$pane" >"$work/$1.ansi"; }

start() { # columns, rows, arguments…
    local columns=$1 rows=$2
    shift 2
    pane=$(tmux new-session -d -P -F '#{pane_id}' -x "$columns" -y "$rows" \
        "cd '$work/cwd' && env HOME='$work/home' XDG_DATA_HOME='$work/home/data' XDG_CONFIG_HOME='$work/home/config' \
            TERM='${TERMINAL:-screen-256color}' LC_ALL=C.UTF-8 '$livetop' $* ; echo ended with \$? ; exec cat")
    tmux set-option -t "$pane" status off
    tmux resize-window -t "$pane" -x "$columns" -y "$rows"
}

resize() { # columns, rows
    tmux resize-window -t "$pane" -x "$1" -y "$2"
    checks=$((checks + 1))
}

# Every view in which calls are shown, by the key that leads to it and what must stand there.
walk_views() { # name of the size
    press 1 && sees 'sessions|SESSION|TAG|livetop' "$1: sessions"
    keep "$1-sessions"
    press Enter && sees 'Clocks|connection' "$1: session"
    keep "$1-session"
    press 3 && sees 'Turns' "$1: turns"
    keep "$1-turns"
    press 4 && sees 'Frames' "$1: frames"
    keep "$1-frames"
    press 6 && sees 'Metrics' "$1: metrics"
    keep "$1-metrics"
    press 7 && sees 'Setup' "$1: setup"
    keep "$1-setup"
    press 8 && sees 'Log' "$1: log"
    keep "$1-log"
    press 1 && sees 'livetop' "$1: sessions again"
}

# The demo, in a folder of its own.
start 120 40 demo --data-dir "$work/data"
sees 'LIVE .*DEMO' 'the first picture'
sees 'support|concierge|weather' 'the first calls'

for size in 200x60 80x24 120x40; do
    resize "${size%x*}" "${size#*x}"
    sees 'frames/s' "the header at $size"
    walk_views "$size"
done
resize 40 10 && sees 'livetop|open' 'forty columns'
resize 20 5 && sees 'needs 40x6' 'twenty columns'
resize 120 40 && sees 'frames/s' 'back at 120 columns'

press '?' && sees 'Keys:' 'help' && press Escape && loses 'Keys:' 'help closed'
press o && sees 'sorted by|▼|▲' 'sort'
press O && sees '▼|▲' 'reverse'
press F && sees 'follow|stay' 'follow'
press Space && sees 'FROZEN' 'freeze'
press Space && loses 'FROZEN' 'back to now'
press p && sees 'PRIVATE' 'privacy' && press p && loses 'PRIVATE' 'no privacy'

# The filter narrows while it is typed, tells its errors and keeps the last good one.
press / && type_text 'tag:weather' && press Enter && loses 'support' 'a filter by tag'
press / && type_text ' and size:>' && sees 'expected|✗' 'an error while typing' && press Escape
press Escape && sees 'support|concierge|chat' 'no filter'

# The command line completes and remembers.
press : && type_text 'tu' && press Tab && sees ':turns' 'completion' && press Escape
press : && type_text 'nonsense' && press Enter && sees 'nonsense' 'an unknown command is told'

press : && sees ':findings' 'the command line lists what can be typed' && press Escape && loses ':findings' 'and is left'

press C-z && sees 'calls' 'suspending is refused, with the reason'

# What can be done with a row and with marked rows; what runs is not deleted.
press a && sees 'its clocks, lanes and transcript' 'the actions of a row' && press Escape && loses 'its clocks' 'closed'
press m && sees '◆' 'a mark' && press j && press m && press a && sees '2 marked sessions' 'the actions of two'
press Escape && press m && press k && press m && loses '◆' 'no mark'
press D && sees 'not deleted|no way back' 'deleting asks, or spares what runs' && press Escape

# Search and severity in the log; the findings have their cure as code.
press 8 && press s && sees 'Only warnings and errors' 'severity' && press s && sees 'Only errors' 'worse'
press s && sees 'whatever its severity' 'everything again'
press / && type_text 'listening' && sees '1 of|listening' 'a search in the log' && press Enter && press Escape
press 1 && press Enter && press 5 && sees 'RULE|nothing found|–' 'the findings' && press v && press Escape
press 1 && sees 'livetop' 'the sessions again'

# Calls are broken on purpose: what, when, whose; what is on is seen in red on every screen, and is ended.
press 1 && press g && press x && sees 'Break calls on purpose: what' 'the menu of faults' && sees 'A good client' 'what is to be expected'
keep faults-what
press Enter && sees 'goaway: when\?' 'when' && keep faults-when
press Enter && sees 'goaway: whose call' 'whose' && keep faults-whom
press Escape && press Escape && sees 'what\?' 'back' && press G && sees '▸ ping-timeout' 'every fault'
press g && press e && sees 'goaway@1turn' 'a fault as text' && press Escape && press Escape && loses 'on purpose' 'closed'
# A caller may leave while its call is being chosen: then another one is.
for try in 1 2 3 4 5; do
    press g && press : && type_text 'fault close:1011:rehearsed' && press Enter && sees 'when' 'from the command line'
    press Enter && sees 'whose call' 'now' && press Enter && sees 'is on for 1 call|Not done' 'the answer'
    screen | grep -q 'is on for 1 call' && break
    [ "$try" -lt 5 ] || fail 'no call could be broken'
    press Escape && press Escape && press Escape && loses 'whose call' 'left'
done
press / && type_text 'close:1011' && sees '1011 rehearsed' 'the call that was closed' && press Enter && press Escape
sees 'support|concierge|chat' 'every call again'
press : && type_text 'fault delay:20ms' && press Enter && sees 'when' 'a fault without a moment' && press Enter
press G && press Enter && sees 'delay:20ms is on' 'for every call' && sees 'FAULTS ON.*delay' 'in red'
press 8 && sees 'FAULTS ON.*delay' 'on the log too' && sees 'FAULTS ON: delay' 'and in it'
press x && press g && sees '▸ delay' 'what is on' && keep faults-on
press Enter && sees 'is off' 'ended' && loses 'FAULTS ON \(' 'no red line'
press Escape && loses 'on purpose' 'closed' && press 1 && sees 'livetop' 'the sessions'
press : && type_text 'fault goway' && press Enter && press Enter && press G && press Enter
sees "there is no fault 'goway'" 'an unknown one' && sees 'did you mean goaway' 'and the nearest' && keep faults-error
press Escape && press Escape && press Escape && loses 'whose call' 'left'

# Another terminal attaches, is suspended and comes back; then it leaves, and the demo goes on.
demo=$pane
start 100 30 top --data-dir "$work/data"
sees 'attached to process' 'attached' && sees '[kMGT]B free' 'the room on the disk, which this process knows as well'
walk_views attached
press x && sees 'Break calls on purpose' 'faults from another process' && press G && press Enter && press Enter && press G
press Enter && sees 'ping-timeout is on for every call that comes' 'the other process was asked' && sees 'FAULTS ON' 'and says so'
press x && press X && sees 'No faults any more' 'ended from here' && press Escape && loses 'FAULTS ON' 'no red line'
press Q && sees 'ended with 0' 'quit'
pane=$demo
sees 'LIVE' 'the demo goes on'

# Under a shell, ctrl-z gives the terminal back, and `fg` the screen.
pane=$(tmux new-session -d -P -F '#{pane_id}' -x 100 -y 30 'PS1="shell> " bash --norc --noprofile -i')
type_text "HOME='$work/home' LC_ALL=C.UTF-8 '$livetop' top --data-dir '$work/data'" && press Enter
sees 'attached to process' 'attached under a shell'
press C-z && sees 'Stopped' 'suspended'
type_text 'fg' && press Enter && sees 'attached to process' 'resumed'
press '?' && sees 'Keys:' 'keys after the suspension' && press Escape
press Q && sees '^shell>$' 'back in the shell'
pane=$demo

# A turn is heard through a player that has no terminal, beside the calls; the screen goes on.
cat >"$work/player.sh" <<'PLAYER'
{ cut -d' ' -f7 /proc/$$/stat; head -c 4 "$1"; } >"$HOME/heard"
exec sleep 60
PLAYER
mkdir -p "$work/home/config/livetop"
printf '[player]\ncommand = "sh %s"\n' "'$work/player.sh'" >"$work/home/config/livetop/config.toml"
start 120 40 top --data-dir "$work/data"
sees 'attached to process' 'attached, with a player'
press : && type_text 'turns support' && press Enter && sees '^[▸ ]* +1 +[0-9:.]+ .*(complete|interrupted)' 'a turn that was spoken'
press g && press H && sees 'Turn [0-9]+ is being played' 'a turn is played' && sees '♪ turn' 'and said in the status bar'
for _ in $(seq 300); do [ -s "$work/home/heard" ] && break || sleep 0.1; done
[ "$(tr '\n' ' ' <"$work/home/heard")" = '0 RIFF' ] || fail "the player heard: $(cat "$work/home/heard")"
press 4 && sees 'KIND +SIZE' 'the screen goes on meanwhile' && press 3 && press H && sees 'Silence' 'silence'
loses '♪' 'nothing is played any more' && checks=$((checks + 1))
rm "$work/home/config/livetop/config.toml"
press Q && sees 'ended with 0' 'quit'
pane=$demo

# The menus: settings change at once, an export goes into a file.
press F2 && sees 'Settings' 'settings' && press Escape && loses 'Settings' 'settings closed'
press 1 && press e && sees 'Export ' 'the export menu' && press Enter && sees 'Exported:' 'exported'
ls "$work"/cwd/livetop-*.ndjson >/dev/null || fail 'no file was exported'
checks=$((checks + 1))

# Another livetop has the terminal, and gives it back.
press 1 && press g && press a && sees 'step through the recording' 'the actions' && press r
sees 'REPLAY' 'the replay of a call that runs' && press Q && sees 'LIVE .*DEMO' 'back on the screen'

# Quitting asks, because calls run through this process.
press Escape && press q && sees '[Qq]uit' 'the question' && press y && sees 'ended with 0' 'the end'
sees 'livetop: ' 'one line stays'

# Terminals: what a machine does not know by name is drawn on as its family; what nobody knows is told.
for type in xterm screen tmux-256color linux vt100 xterm-kitty xterm-ghostty; do
    TERMINAL=$type start 80 24 top --data-dir "$work/data"
    sees 'ended [0-9]' "TERM=$type" && press Enter && sees 'Transcript' "a session with TERM=$type"
    press Q && sees 'ended with 0' 'quit'
done
TERMINAL=unheard-of start 80 24 top --data-dir "$work/data"
sees 'cannot draw on this terminal' 'TERM=unheard-of' && sees 'export TERM=xterm-256color' 'what to do'
TERMINAL=dumb start 80 24 top --data-dir "$work/data"
sees 'closed by|opened' 'lines instead of a screen' && press C-c && sees 'ended with' 'the end of the lines'

# The tour: each view with its words, on by a key, and the screen is its user's again after Esc.
start 120 40 demo --tour --data-dir "$work/tour"
sees 'Sessions: all calls.*1 of 9' 'the tour begins' && sees ' support ' 'the call that it leads to'
press Space && sees 'Session: one call.*2 of 9' 'its second view' && sees 'Transcript' 'a session'
press Space && sees 'Turns: where the time' 'its third view'
press Left && sees 'Session: one call.*2 of 9' 'back'
press Escape && loses '2 of 9' 'the end of the tour'
press Q && sees 'ended with 0' 'the end of the demo'

# The story: without a key, the cure of a call that broke.
start 120 40 demo --data-dir "$work/story"
sees '■ [a-z-]+, ended: ' 'a call that broke' && sees 'Fix: ' 'its cure'
press Space && sees 'FROZEN' 'the first key is the screen'"'"'s' && loses 'Fix: ' 'the end of the story'
press Q && sees 'ended with 0' 'the end of the demo'

echo "tmux: $checks checks passed: every view and key at five sizes, filter, command line, attach, quit"
