#!/bin/sh
# Saves what cannot be made again, while the servers run: conversations, catalogue, key, settings.
# usage: deploy/backup.sh FOLDER      makes FOLDER/<date>, and says its name
set -eu
[ $# -eq 1 ] || { echo "usage : deploy/backup.sh DOSSIER" >&2; exit 2; }
case $1 in /*) folder=$1 ;; *) folder=$PWD/$1 ;; esac
. "$(dirname "$0")/databases.sh"

# Written under another name first: what bears a date is whole.
there=$folder/$(date -u +%Y%m%dT%H%M%SZ)
draft=$there.partial
trap 'rm -rf "$draft"' EXIT
mkdir -p "$draft"

save() { # NAME URL
    if is_sqlite "$2"; then
        deploy/sqlite_copy.py "$(file_of "$2")" "$draft/$1.db"
    else
        pg_dump --format=custom --no-owner --file="$draft/$1.dump" "$(server_of "$2")"
    fi
}

save conversations "$conversations"
[ "$catalogue" = "$conversations" ] || save catalogue "$catalogue"
[ ! -f "$key" ] || cp "$key" "$draft/secret"
[ ! -f "$SETTINGS" ] || cp "$SETTINGS" "$draft/env"
mv "$draft" "$there"
echo "$there"
