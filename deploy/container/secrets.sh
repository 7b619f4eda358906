#!/bin/sh
# Makes the secrets of compose.yaml, each readable for the one account that needs it; what is there
# already stays. As root.
# usage: deploy/container/secrets.sh [FOLDER]
set -eu
folder=${1:-/etc/assistant-clusters/secrets}
ASSISTANT=10001
SERVERS=999 # PostgreSQL's and Redis's account in their official images

random() { od -An -N32 -tx1 /dev/urandom | tr -d ' \n'; }

is_there() { [ -s "$folder/$1" ]; }

# keep NAME ACCOUNT: standard input, whole or not at all
keep() {
    cat > "$folder/$1.new"
    chown "$2:$2" "$folder/$1.new"
    chmod 400 "$folder/$1.new"
    mv "$folder/$1.new" "$folder/$1"
}

umask 077
install -d -m 700 "$folder"
is_there chat_secret || random | keep chat_secret $ASSISTANT

# The server's own file comes last: an interruption before it makes both anew.
is_there database_password || {
    password=$(random)
    echo "postgresql+psycopg2://assistant:$password@database/assistant" |
        keep database_url $ASSISTANT
    echo "$password" | keep database_password $SERVERS
}
is_there redis_conf || {
    password=$(random)
    echo "redis://:$password@redis:6379/0" | keep redis_url $ASSISTANT
    keep redis_conf $SERVERS <<END
requirepass $password
save ""
appendonly no
maxmemory 64mb
maxmemory-policy noeviction
END
}
echo "Secrets : $folder"
