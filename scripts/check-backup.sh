#!/usr/bin/env bash
# Is this backup whole, and is it the one it says it is? `check-backup.sh --help` tells the rest.
set -euo pipefail
export LC_ALL=C

usage() {
  cat <<'TEXT'
usage: check-backup.sh [--public-key FILE] [--backup ID] ARCHIVE

Reads a Coffer archive from end to end, and says whether it can be relied on:

  1. unzip -t, where unzip is installed: an ordinary program can open it.
  2. Every entry against the archive's own list (entries.ndjson): it is there, with this size and this
     CRC-32, nothing is there that is not in the list, and list and dump have the SHA-256 that
     manifest.json names. With python3, the SHA-256 of single entries is compared as well.
  3. With --public-key, the signature: nobody but the service made this manifest.

  --public-key FILE   the service's public key in PEM; whoever hosts your installation publishes it
  --backup ID         it must be this backup, and no other

Needs python3, or else unzip, jq and sha256sum (or shasum). A signature needs openssl, too.

Exit codes: 0 all is well · 1 do not rely on this file · 2 wrong usage · 3 a needed program is missing
TEXT
}

stop() {
  printf 'check-backup: %s\n' "$2" >&2
  exit "$1"
}

has() { command -v "$1" >/dev/null 2>&1; }

public_key='' backup='' archive=''
while [ $# -gt 0 ]; do
  case $1 in
    -h | --help) usage && exit 0 ;;
    --public-key) public_key=${2:?--public-key needs a file} && shift 2 ;;
    --backup) backup=${2:?--backup needs an id} && shift 2 ;;
    -*) stop 2 "there is no option $1; see --help" ;;
    *) [ -z "$archive" ] || stop 2 "one archive at a time" && archive=$1 && shift ;;
  esac
done
[ -n "$archive" ] || { usage >&2 && exit 2; }
[ -r "$archive" ] || stop 2 "cannot read $archive"
[ -z "$public_key" ] || [ -r "$public_key" ] || stop 2 "cannot read $public_key"
[ -z "$public_key" ] || has openssl || stop 3 "--public-key needs openssl"

# entry NAME: its bytes.
entry() {
  if has python3; then
    python3 -c 'import sys, zipfile; sys.stdout.buffer.write(zipfile.ZipFile(sys.argv[1]).read(sys.argv[2]))' "$archive" "$1"
  else
    unzip -p "$archive" "$1"
  fi
}

# Every byte is read; zipfile itself compares what it reads with the CRC-32 in the archive's directory.
check_by_python() {
  python3 - "$archive" "$backup" <<'PYTHON'
import hashlib, json, sys, zipfile

OWN = {"entries.ndjson", "manifest.json", "manifest.json.jws"}


def refuse(why):
    sys.exit("check-backup: " + why)


def sha256_of(archive, info):
    digest = hashlib.sha256()
    with archive.open(info) as stream:
        for chunk in iter(lambda: stream.read(1 << 20), b""):
            digest.update(chunk)
    return digest.hexdigest()


def check(archive, wanted):
    infos = {info.filename: info for info in archive.infolist()}
    if len(infos) != len(archive.infolist()):
        refuse("a name comes twice")
    manifest = json.loads(archive.read("manifest.json"))
    if manifest["formatVersion"] != 1:
        refuse("format version %s is newer than this script" % manifest["formatVersion"])
    if wanted and manifest["backup"]["id"] != wanted:
        refuse("this is backup %s" % manifest["backup"]["id"])
    if sha256_of(archive, infos["entries.ndjson"]) != manifest["entriesList"]["sha256"]:
        refuse("entries.ndjson is not the list that the manifest names")

    listed, attachments, missing = set(), 0, 0
    with archive.open("entries.ndjson") as lines:
        for line in lines:
            entry = json.loads(line)
            if "missing" in entry:
                missing += 1
                continue
            path = entry["path"]
            info = infos.get(path)
            if info is None:
                refuse("%s is listed and not there" % path)
            if info.file_size != entry["bytes"] or "%08x" % info.CRC != entry["crc32"]:
                refuse("%s has another size or CRC-32 than listed" % path)
            digest = sha256_of(archive, info)
            if digest != entry.get("sha256", digest):
                refuse("%s has another SHA-256 than listed" % path)
            if path == manifest["dump"]["path"] and digest != manifest["dump"]["sha256"]:
                refuse("the dump is not the one that the manifest names")
            listed.add(path)
            attachments += "id" in entry

    unlisted = set(infos) - listed - OWN
    if unlisted:
        refuse("%s is there and not listed" % min(unlisted))
    if manifest["dump"]["path"] not in listed:
        refuse("the dump is not there")
    if (attachments, missing) != (manifest["attachments"]["count"], manifest["attachments"]["missing"]):
        refuse("the number of attachments is not the manifest's")


try:
    with zipfile.ZipFile(sys.argv[1]) as archive:
        check(archive, sys.argv[2])
except (zipfile.BadZipFile, EOFError, KeyError, TypeError, ValueError, NotImplementedError) as error:
    refuse("this is not a whole Coffer archive: %s" % error)
PYTHON
}

sha256_of_entry() {
  if has sha256sum; then entry "$1" | sha256sum; else entry "$1" | shasum -a 256; fi | cut -d ' ' -f 1
}

# `unzip -t` has read every byte. Sizes and CRC-32s are compared as two sorted lists, without names: how unzip prints
# those depends on the system.
check_by_unzip() {
  local name there listed
  entry manifest.json | jq -e '.formatVersion == 1' >/dev/null || stop 1 "not an archive of format version 1"
  [ -z "$backup" ] || [ "$(entry manifest.json | jq -r .backup.id)" = "$backup" ] || stop 1 "this is another backup"
  for name in entries.ndjson openproject.pgdump; do
    [ "$(sha256_of_entry "$name")" = "$(entry manifest.json |
      jq -r --arg name "$name" 'if $name == "entries.ndjson" then .entriesList.sha256 else .dump.sha256 end')" ] ||
      stop 1 "$name is not the one that the manifest names"
  done
  there=$(unzip -v "$archive" | awk '$2 == "Stored" && $NF !~ /^(entries\.ndjson|manifest\.json|manifest\.json\.jws)$/ { print $1, $7 }' | sort)
  listed=$(entry entries.ndjson | jq -r 'select(.path) | "\(.bytes) \(.crc32)"' | sort)
  [ "$there" = "$listed" ] || stop 1 "the entries are not those of entries.ndjson"
}

# base64url, RFC 4648 section 5.
decode() { tr -d '\r\n' | tr '_-' '/+' | awk '{ while (length($0) % 4) $0 = $0 "="; print }' | openssl base64 -d -A; }
encode() { openssl base64 -A | tr '/+' '_-' | tr -d '='; }

# DER's INTEGER of a number in hexadecimal: no needless zeros before it, one where it would look negative.
der_integer() {
  local hex=$1
  while [ ${#hex} -gt 2 ] && [ "${hex:0:2}" = 00 ]; do hex=${hex:2}; done
  case $hex in [89a-f]*) hex=00$hex ;; esac
  printf '02%02x%s' $((${#hex} / 2)) "$hex"
}

# A detached JWS (RFC 7515, appendix F) with ES256: `<header>..<r and s>`, over header and manifest.
check_signature() {
  local jws header hex body
  jws=$(entry manifest.json.jws) || stop 1 "there is no signature"
  header=${jws%%.*}
  printf %s "$header" | decode | grep -q '"alg" *: *"ES256"' || stop 1 "the signature is of an unknown kind"
  hex=$(printf %s "${jws##*.}" | decode | od -An -v -tx1 | tr -d ' \n')
  [ ${#hex} -eq 128 ] || stop 1 "the signature is malformed"
  body=$(der_integer "${hex:0:64}")$(der_integer "${hex:64}")
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  # shellcheck disable=SC2059 # The format is made of nothing but \x and hexadecimal digits.
  printf "$(printf '30%02x%s' $((${#body} / 2)) "$body" | sed 's/../\\x&/g')" >"$work/signature"
  {
    printf '%s.' "$header"
    entry manifest.json | encode
  } | openssl dgst -sha256 -verify "$public_key" -signature "$work/signature" >/dev/null 2>&1 ||
    stop 1 "the signature is not by this key: do not trust this file"
}

if has unzip; then unzip -tqq "$archive" >/dev/null 2>&1 || stop 1 "unzip -t finds errors in it"; fi
if has python3; then
  check_by_python
elif has unzip && has jq && { has sha256sum || has shasum; }; then
  check_by_unzip
else
  stop 3 "needs python3, or else unzip, jq and sha256sum"
fi
[ -z "$public_key" ] || check_signature
