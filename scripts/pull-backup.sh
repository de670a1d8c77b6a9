#!/usr/bin/env bash
# Fetches a backup of an OpenProject installation from Coffer, for cron. `pull-backup.sh --help` tells everything.
{ set +x; } 2>/dev/null # A trace would show the secrets.
set -euo pipefail
umask 077
export LC_ALL=C

usage() {
  cat <<'TEXT'
usage: pull-backup.sh [options]

Asks for a backup, waits until it is made, downloads it, checks it, and only then puts it into the
directory under its name. Prints the path of the archive on stdout, everything else on stderr.

Run again after an interruption, it goes on where it was: no second backup is asked for, and the
download continues. Run again on the same day after it has succeeded, it does nothing.

  --config FILE      settings (default: ~/.config/coffer/pull.conf, if it is there); must be yours, mode 0600
  --directory DIR    where archives are kept (default: the current directory)
  --keep N           archives of this installation to keep; older ones are removed (default: 0, keep all)
  --public-key FILE  check the signature of the archive with this key (PEM; the operator publishes it)
  --no-attachments   the database alone
  --limit-rate RATE  download no faster than this, in curl's units: 500k, 20M
  --again            another backup, although today's is there
  --quiet            say nothing unless something is wrong
  --help             this text

The settings' file has a line for each setting, `name = value`; lines that begin with # are remarks:

  host = backup.example.com
  api_key = ...              # of your OpenProject account: My account → Access tokens → API
  backup_token = opbk_...
  directory = /var/backups/openproject
  keep = 7

Also: public_key, attachments (yes or no), limit_rate, and
  timeout    how long a backup may take to be made, in seconds (default: 43200)
  patience   how long to put up with a service that does not answer, in seconds (default: 900)
  name       what today's request is called, so that it is made once (default: the day and this machine)
Each can be given as an environment variable instead: COFFER_HOST, COFFER_API_KEY, COFFER_BACKUP_TOKEN, ...
An option counts more than the environment, and the environment more than the file. The two secrets cannot be
given as options, since those can be seen by everybody on the machine.

Needs bash, curl, jq, and check-backup.sh beside this script; see there what checking needs.
In cron:  17 3 * * *  /usr/local/bin/pull-backup.sh --quiet

Exit codes:
  0  the archive is there and whole
  1  something on this machine: disk full, directory not writable, ...
  2  wrong usage or settings; a program is missing
  3  refused: API key, backup token, permission, or the backup can no longer be fetched
  4  not now: daily limit, another backup that does not end, or no sensible answer for too long
  5  the backup failed or was cancelled (the next run asks for a new one)
  6  the download could not be completed (the next run continues it)
  7  the archive did not pass its check, and was thrown away
  8  another run is at it
TEXT
}

say() { [ "$quiet" = yes ] || printf '%s %s\n' "$(date '+%H:%M:%S')" "$*" >&2; }

stop() {
  printf 'pull-backup: %s\n' "$2" >&2
  exit "$1"
}

# ---- Settings -------------------------------------------------------------------------------------------------------

quiet=no again=no config=''
settings='host api_key backup_token directory keep public_key attachments limit_rate timeout patience name'

# setting NAME VALUE: keeps the first value that comes.
setting() {
  case " $settings " in *" $1 "*) ;; *) stop 2 "there is no setting $1; see --help" ;; esac
  local known="set_$1"
  [ -n "${!known:-}" ] || printf -v "$known" %s "$2"
}

while [ $# -gt 0 ]; do
  case $1 in
    -h | --help) usage && exit 0 ;;
    --quiet) quiet=yes && shift ;;
    --again) again=yes && shift ;;
    --no-attachments) setting attachments no && shift ;;
    --config | --directory | --keep | --public-key | --limit-rate)
      [ -n "${2:-}" ] || stop 2 "$1 needs a value"
      option=${1#--}
      if [ "$option" = config ]; then config=$2; else setting "${option//-/_}" "$2"; fi
      shift 2
      ;;
    *) stop 2 "there is no option $1; see --help" ;;
  esac
done

for each in $settings; do
  variable=COFFER_$(printf %s "$each" | tr '[:lower:]' '[:upper:]')
  [ -z "${!variable:-}" ] || setting "$each" "${!variable}"
  unset "$variable" # Programs that are started from here have no use for it.
done

read_config() {
  local line listing
  [ -r "$config" ] || stop 2 "cannot read $config"
  listing=$(ls -ldnL -- "$config") # What every system has: mode, links, owner.
  case $listing in -???------*) ;; *) stop 2 "others may read $config. Run: chmod 600 $config" ;; esac
  [ "$(printf %s "$listing" | awk '{ print $3 }')" = "$(id -u)" ] || stop 2 "$config is not yours"
  while IFS= read -r line || [ -n "$line" ]; do
    if [[ $line =~ ^[[:space:]]*([a-z_]+)[[:space:]]*=[[:space:]]*([^#]*[^#[:space:]])[[:space:]]*(#.*)?$ ]]; then
      setting "${BASH_REMATCH[1]}" "${BASH_REMATCH[2]}"
    elif [[ ! $line =~ ^[[:space:]]*(#.*)?$ ]]; then
      stop 2 "a line of $config is not like: name = value"
    fi
  done <"$config"
}

if [ -z "$config" ] && [ -e "${HOME:-}/.config/coffer/pull.conf" ]; then config=$HOME/.config/coffer/pull.conf; fi
[ -z "$config" ] || read_config

host=${set_host:-} api_key=${set_api_key:-} backup_token=${set_backup_token:-}
directory=${set_directory:-.} keep=${set_keep:-0} public_key=${set_public_key:-}
attachments=${set_attachments:-yes} limit_rate=${set_limit_rate:-} name=${set_name:-}
timeout=${set_timeout:-43200} patience=${set_patience:-900}
check=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/check-backup.sh

# plain NAME PATTERN: what a setting looks like. Its value is not shown: it may be a secret.
plain() {
  local value=${!1}
  [[ $value =~ ^($2)$ ]] || stop 2 "the setting $1 is missing or malformed; see --help"
}
plain host '(https?://)?[A-Za-z0-9.-]+(:[0-9]+)?'
plain api_key '[]!#-[^-~]+'
plain backup_token '[A-Za-z0-9_]+'
plain keep '[0-9]+'
plain attachments 'yes|no'
plain limit_rate '([0-9]+[kKmMgG]?)?'
plain name '[!-~]{0,200}'
plain timeout '[0-9]+'
plain patience '[0-9]+'
for program in curl jq; do command -v "$program" >/dev/null || stop 2 "$program is not installed"; done
[ -x "$check" ] || stop 2 "check-backup.sh is missing beside this script"
[ -z "$public_key" ] || [ -r "$public_key" ] || stop 2 "cannot read $public_key"

# Without encryption, to this very machine alone.
is_safe() { [[ $1 =~ ^https:// || $1 =~ ^http://(127\.0\.0\.1|([a-z0-9-]+\.)*localhost)(:[0-9]+)?(/|$) ]]; }
case $host in http*) origin=$host ;; *) origin=https://$host ;; esac
is_safe "$origin" || stop 2 "the host must be reached by https"
host=${origin#*://}
label=${host%%:*}

case $public_key in '' | /*) ;; *) public_key=$PWD/$public_key ;; esac

# ---- One run at a time ----------------------------------------------------------------------------------------------

{ mkdir -p "$directory/.pull-$label" && cd "$directory/.pull-$label"; } || stop 1 "cannot write to $directory"

work=$(mktemp -d) child=''
clean_up() {
  [ -z "$child" ] || kill "$child" 2>/dev/null || true
  rm -rf "$work"
  rm -f pid
  # Nothing to go on with: nothing is left behind.
  [ -e state ] || { rm -f lock && cd .. && rmdir ".pull-$label" 2>/dev/null; } || true
}

# The system lets go of a file's lock, whatever becomes of this script. A curl that outlives it holds on to it, rightly so.
if command -v flock >/dev/null; then
  exec 9>lock
  { flock -n 9 && [ lock -ef /dev/fd/9 ]; } || { rm -rf "$work" && stop 8 "another run is at it"; }
elif ! (set -C && echo $$ >pid) 2>/dev/null; then
  ! kill -0 "$(cat pid)" 2>/dev/null || { rm -rf "$work" && stop 8 "another run is at it"; }
  echo $$ >pid
fi
trap clean_up EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

# ---- What an earlier run has done -----------------------------------------------------------------------------------

# Of the request: its name, how often it was made anew, when it was made (in seconds, and as a name), its job; and the
# archive that came of it. A job is gone on with while it can be expected to be there to fetch: an API key may for 24 h.
request='' attempt=1 asked=0 stamp='' job='' archive=''
today=${name:-$(date -u +%Y-%m-%d)-$(uname -n | tr -cd 'A-Za-z0-9.-')}
[ "$attachments" = yes ] || today=$today-database
go_on_seconds=72000

remember() {
  { printf '%s\n' "$request" "$attempt" "$asked" "$stamp" "$job" "$archive" >state.new && mv state.new state; } ||
    stop 1 "cannot write to $PWD"
}

recall() {
  [ -e state ] || return 0
  { read -r request && read -r attempt && read -r asked && read -r stamp && read -r job && read -r archive; } <state ||
    stop 1 "$PWD/state is damaged: remove it"
}

# ---- Talking to the API ---------------------------------------------------------------------------------------------

# Runs curl with the settings that come on stdin, so that no secret is in an argument. In the background, so that a
# signal ends it at once. ~/.curlrc is left out: it may ask for a trace.
run_curl() {
  local code=0
  curl --disable --silent --show-error --connect-timeout 30 --write-out '%{http_code}' --dump-header "$work/head" \
    --config - "$@" <&0 >"$work/status" 2>"$work/said" &
  child=$!
  wait "$child" || code=$?
  child=''
  status=$(cat "$work/status")
  return "$code"
}

# header NAME: of the last answer.
header() {
  tr -d '\r' <"$work/head" | awk -F ': ' -v name="$1" 'tolower($1) == name { found = substr($0, length($1) + 3) } END { print found }'
}

json() { jq -r "$1 // empty" <"$work/body" 2>/dev/null || true; }

# What went wrong, in one line: as the service says it, or else curl.
reason() {
  local message
  message=$(json .message | tr -d '[:cntrl:]' | cut -c 1-500)
  printf '%s (status %s)' "${message:-$(tr -d '[:cntrl:]' <"$work/said" | cut -c 1-300)}" "$status"
}

# Sleeps so that a signal ends it at once, and without the lock.
rest() {
  sleep "$1" 9>&- &
  child=$!
  wait "$child"
  child=''
}

# longer MAX: the next pause, $pause, is half as long again.
longer() {
  pause=$((pause * 3 / 2 + 1))
  [ "$pause" -lt "$1" ] || pause=$1
}

question() {
  printf 'url = "%s%s"\nrequest = "%s"\nuser = "apikey:%s"\nmax-time = 60\n' "$origin" "$2" "$1" "$api_key"
  [ -z "${3:-}" ] || printf 'header = "%s"\n' 'Content-Type: application/json' "Idempotency-Key: $request.$attempt"
  [ -z "${3:-}" ] || printf 'data-raw = "%s"\n' "${3//\"/\\\"}"
}

# call METHOD PATH [BODY]: sets $status, $work/head and $work/body. What may pass is tried again, for as long as
# `patience` says; Retry-After is minded. A request has its Idempotency-Key: asking again makes no second backup.
call() {
  local pause=2 since=$SECONDS after code
  while :; do
    code=0
    : >"$work/head"
    : >"$work/body"
    run_curl --output "$work/body" < <(question "$@") || code=$?
    case $code:$status in
      0:429 | 0:500 | 0:502 | 0:503 | 0:504) ;;
      0:*) return 0 ;;
      5:* | 6:* | 7:* | 16:* | 18:* | 28:* | 35:* | 52:* | 55:* | 56:* | 92:*) ;;
      *) stop 4 "$(reason)" ;;
    esac
    after=$(header retry-after)
    case $after in '' | *[!0-9]*) after=$pause && longer 60 ;; esac
    [ $((SECONDS - since + after)) -le "$patience" ] || stop 4 "$(reason)"
    say "$(reason) Trying again in $after s."
    rest "$after"
  done
}

# A path that the service named, fit to be put into curl's settings.
is_path() { [[ $1 =~ ^/[A-Za-z0-9/_.~%-]+$ ]]; }

# ---- Ask, follow, fetch ---------------------------------------------------------------------------------------------

ask() {
  local pause=5 since=$SECONDS wants=true
  [ "$attachments" = yes ] || wants=false
  while :; do
    call POST /api/v3/backups "{\"backupToken\":\"$backup_token\",\"attachments\":$wants}"
    [ "$status" = 409 ] || break
    [ $((SECONDS - since)) -lt "$timeout" ] || stop 4 "$(reason)"
    say "$(reason) Asking again in $pause s."
    rest "$pause"
    longer 120
  done
  [ "$status" = 202 ] || stop 3 "$(reason)"
  job=$(json ._links.job_status.href)
  is_path "$job" || stop 4 "the answer to the request names no job"
  asked=$(date +%s) stamp=$(date -u +%Y-%m-%d-%H%M%S) archive=''
  remember
  say "asked for backup ${job##*/}"
}

# The job came to nothing. True: it was an earlier run's, and this one may ask anew.
give_up() {
  rm -f "${job##*/}.part"
  attempt=$((attempt + 1)) job='' archive=''
  remember
  [ "$is_earlier" = yes ] || stop "$1" "$2"
  is_earlier=no
  say "$2 That was an earlier run's; asking anew."
}

# follow: until the backup is made; sets $content. False: it came to nothing, and may be asked for anew.
follow() {
  local pause=2 since=$SECONDS shown=''
  while :; do
    call GET "$job"
    case $status in
      200) ;;
      404) give_up 3 "$(reason)" && return 1 ;;
      *) stop 3 "$(reason)" ;;
    esac
    case $(json .status) in
      success) break ;;
      in_queue | in_process) ;;
      *) give_up 5 "the backup ended with status $(json .status). $(json .message | tr -d '[:cntrl:]')" && return 1 ;;
    esac
    [ "$shown" = "$(json .status)" ] || say "backup ${job##*/}: $(json .status)"
    shown=$(json .status)
    [ $((SECONDS - since)) -lt "$timeout" ] || stop 4 "the backup is still being made; the next run goes on with it"
    rest "$pause"
    longer 60
  done
  [ -z "$(json .message)" ] || printf 'pull-backup: %s\n' "$(json .message | tr -d '[:cntrl:]')" >&2
  content=$(json .payload.download)
  [ -n "$content" ] || { give_up 3 "the backup was deleted." && return 1; }
  is_path "$content" || stop 4 "the status names no path to the archive"
}

# Octets of a file; 0 if it is not there.
size_of() { if [ -e "$1" ]; then wc -c <"$1" | tr -d ' '; else echo 0; fi; }

# fetch PART: until it is there to its last byte, by as many links as it takes. False as above.
fetch() {
  local part=$1 pause=2 since=$SECONDS before code link
  while :; do
    call GET "$content"
    case $status in
      302 | 303) ;;
      403 | 404) give_up 3 "$(reason)" && return 1 ;;
      *) stop 3 "$(reason)" ;;
    esac
    link=$(header location)
    { is_safe "$link" && [[ $link =~ ^[]!#-[^-~]+$ ]]; } || stop 4 "the service sent no proper link"
    before=$(size_of "$part") code=0
    : >"$work/head"
    : >"$work/body"
    run_curl --fail --continue-at - --output "$part" --speed-limit 1 --speed-time 120 \
      ${limit_rate:+--limit-rate "$limit_rate"} < <(printf 'url = "%s"\n' "$link") || code=$?
    case $code:$status in
      0:200 | 0:206) return 0 ;;
      *:416) return 0 ;; # There is no more: it was whole already, and if it was not, the check will find out.
      33:*) rm -f "$part" ;;
      23:*) stop 1 "$(reason)" ;;
    esac
    [ "$(size_of "$part")" -le "$before" ] || since=$SECONDS pause=2
    [ $((SECONDS - since + pause)) -le "$patience" ] || stop 6 "$(reason)"
    say "the download broke off at $(size_of "$part") bytes: $(reason) Going on in $pause s."
    rest "$pause"
    longer 60
  done
}

# True: the archive can be relied on. False: it cannot, and was taken up again from an earlier run; once more from the start.
verify() {
  local code=0
  "$check" --backup "${job##*/}" ${public_key:+--public-key "$public_key"} "$1" >"$work/said" 2>&1 9>&- || code=$?
  case $code in
    0) return 0 ;;
    3) printf 'pull-backup: only its length was compared. %s\n' "$(cat "$work/said")" >&2 && return 0 ;;
    1) rm -f "$1" ;;
    *) stop 1 "$(cat "$work/said")" ;;
  esac
  [ "$2" -gt 0 ] || stop 7 "$(cat "$work/said")"
  say "$(cat "$work/said") Downloading it again from the start."
  return 1
}

publish() {
  sync "$1" 2>/dev/null || sync
  archive=openproject-$label-$stamp.zip
  mv -f "$1" "../$archive" || stop 1 "cannot write to $directory"
  remember
}

# Names hold the time, so the order of names is that of time.
remove_old() {
  local all each surplus
  all=$(find .. -maxdepth 1 -type f -name "openproject-$label-????-??-??-??????.zip" | sort)
  surplus=$(($(printf '%s\n' "$all" | wc -l) - keep))
  [ "$keep" -gt 0 ] && [ "$surplus" -gt 0 ] || return 0
  printf '%s\n' "$all" | head -n "$surplus" | while read -r each; do
    rm -f "$each"
    say "removed ${each#../}: $keep are kept"
  done
}

# ---- The whole way --------------------------------------------------------------------------------------------------

recall
[ -z "$archive" ] || [ -e "../$archive" ] || archive='' # It was taken away: once more.
if [ "$again" = no ] && [ -n "$archive" ] && [ "$request" = "$today" ]; then
  say "fetched already"
  echo "$(cd .. && pwd)/$archive"
  exit 0
fi
is_earlier=no
if [ "$again" = no ] && [ -n "$job" ] && [ -z "$archive" ] && [ $(($(date +%s) - asked)) -lt $go_on_seconds ]; then
  is_earlier=yes
  say "going on with backup ${job##*/}"
else
  [ -z "$job" ] || rm -f "${job##*/}.part"
  if [ "$request" != "$today" ]; then request=$today attempt=1; elif [ -n "$job" ]; then attempt=$((attempt + 1)); fi
  job='' archive=''
fi

while :; do
  [ -n "$job" ] || ask
  follow || continue
  part=${job##*/}.part
  taken_up=$(size_of "$part")
  fetch "$part" || continue
  verify "$part" "$taken_up" || continue
  break
done
publish "$part"
remove_old
say "done: $(size_of "../$archive") bytes"
echo "$(cd .. && pwd)/$archive"
