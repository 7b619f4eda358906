# Read by backup.sh and restore.sh: the settings, and where the databases are.
# SETTINGS names the file of settings; where there is none, the environment has them.
cd "$(dirname "$0")/.."
umask 077

SETTINGS=${SETTINGS:-/etc/assistant-clusters/env}
if [ -f "$SETTINGS" ]; then
    set -a
    . "$SETTINGS"
    set +a
fi
# A secret may stand in a file of its own.
[ -z "${DATABASE_URL_FILE:-}" ] || DATABASE_URL=$(cat "$DATABASE_URL_FILE")
[ -z "${CONVERSATIONS_URL_FILE:-}" ] || CONVERSATIONS_URL=$(cat "$CONVERSATIONS_URL_FILE")
key=${CHAT_SECRET_FILE:-var/secret}
catalogue=${DATABASE_URL:-sqlite:///$PWD/var/clusters.db}
conversations=${CONVERSATIONS_URL:-${DATABASE_URL:-sqlite:///$PWD/var/conversations.db}}

fail() { echo "✗ $1" >&2; exit 1; }

is_sqlite() { case $1 in sqlite:///*) true ;; *) false ;; esac; }

# sqlite:////var/lib/x.db -> /var/lib/x.db
file_of() { echo "${1#sqlite:///}"; }

# postgresql+psycopg2://… -> postgresql://…, as PostgreSQL's own programs read it
server_of() { echo "$1" | sed 's/^postgres[a-z]*+[a-z0-9]*:/postgresql:/'; }
