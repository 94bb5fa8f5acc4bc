#!/bin/sh
# Runs a command under a small parent that stops it well.
#   run.sh [-s SIGNAL] [-o] [-d DIR] -- [OPTION OF SETPRIV]... COMMAND...
#   -s  the signal that stops the command fast but cleanly (PostgreSQL waits for its clients on TERM, not on INT)
#   -o  owned: stop when standard input closes, which happens however the owner ends, kill -9 included
#   -d  delete this folder afterwards
# The command dies with this script, whatever kills it. (A shell makes its background jobs ignore INT; PostgreSQL sets its own handler.)
signal=TERM owned= remove=
while getopts s:od: option; do
  case $option in
    s) signal=$OPTARG ;;
    o) owned=1 ;;
    d) remove=$OPTARG ;;
    *) exit 2 ;;
  esac
done
shift $((OPTIND - 1))

exec 3<&0
setpriv --pdeathsig "$signal" "$@" </dev/null 3<&- &
child=$!
trap 'kill -s "$signal" "$child" 2>/dev/null' TERM INT HUP

if [ "$owned" ]; then
  # Reads until the owner's end closes, then asks this script to stop.
  (trap '' INT HUP; while read -r _ <&3; do :; done; kill -TERM $$) >/dev/null 2>&1 &
  watcher=$!
fi
exec 3<&-

wait "$child"; code=$?
# A trapped signal ends wait early: the command is still stopping.
while kill -0 "$child" 2>/dev/null; do wait "$child"; code=$?; done

[ "$owned" ] && kill "$watcher" 2>/dev/null
[ "$remove" ] && rm -rf "$remove"
exit "$code"
