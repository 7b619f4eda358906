#!/bin/sh
# Puts back what deploy/backup.sh saved, in place of what is there. Stop the servers first; on a
# new machine, put the saved settings (env) in their place first.
# usage: deploy/restore.sh FOLDER/<date>
set -eu
[ $# -eq 1 ] || { echo "usage : deploy/restore.sh DOSSIER/DATE" >&2; exit 2; }
case $1 in /*) saved=$1 ;; *) saved=$PWD/$1 ;; esac
. "$(dirname "$0")/databases.sh"
[ -e "$saved/conversations.db" ] || [ -e "$saved/conversations.dump" ] ||
    fail "Il n’y a pas de sauvegarde dans $saved."
# Without the settings it would go where no server looks.
[ ! -f "$saved/env" ] || [ -f "$SETTINGS" ] || fail "$SETTINGS manque : mettez-y d’abord $saved/env."

sql=$(mktemp)
trap 'rm -f "$sql"' EXIT

restore() { # NAME URL
    if is_sqlite "$2"; then
        [ -e "$saved/$1.db" ] || fail "$1 : la sauvegarde est celle d’un PostgreSQL."
        mkdir -p "$(dirname "$(file_of "$2")")"
        deploy/sqlite_copy.py "$saved/$1.db" "$(file_of "$2")"
    else
        [ -e "$saved/$1.dump" ] || fail "$1 : la sauvegarde n’est pas celle d’un PostgreSQL."
        # All our tables go first: those of a newer version would stand in the way of an upgrade.
        pg_restore --clean --if-exists --no-owner --file="$sql" "$saved/$1.dump"
        psql --no-psqlrc --quiet --output=/dev/null --set ON_ERROR_STOP=1 --single-transaction \
            --file=deploy/drop_tables.sql --file="$sql" "$(server_of "$2")"
    fi
    echo "✓ $1"
}

restore conversations "$conversations"
[ "$catalogue" = "$conversations" ] || restore catalogue "$catalogue"
if [ -f "$saved/secret" ]; then
    mkdir -p "$(dirname "$key")"
    cp "$saved/secret" "$key"
    echo "✓ $key"
fi
