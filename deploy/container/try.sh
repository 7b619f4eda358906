#!/bin/sh
# Builds the image, starts it as compose.yaml does (other user, nothing writable, no capability) and
# without any network, talks with it, stops it; says its size and its times, and removes all again.
# usage: deploy/container/try.sh      BASE=image of Python 3.10; without it, one is made here
#                                     MOST_SECONDS=15 until it is ready; more on a busy machine
set -eu
cd "$(dirname "$0")/../.."
MOST_MEGABYTES=900
MOST_SECONDS=${MOST_SECONDS:-15}
IMAGE=localhost/assistant-clusters:try
NAME=assistant-clusters-try
DATA=/var/lib/assistant-clusters

fail() { echo "✗ $1" >&2; exit 1; }

needs() { command -v "$1" >/dev/null || fail "$1 manque : apt-get install $1"; }

# Storage of its own: nobody's images are touched.
engine() { podman --root "$work/storage" --runroot "$work/run" --runtime "$runtime" "$@"; }

closed() {
    engine run --read-only --cap-drop all --security-opt no-new-privileges --network none \
        --memory 1536m --pids-limit 256 --ulimit nofile=4096:4096 --ulimit nproc=4096:4096 \
        --volume data:$DATA "$@"
}

now() { date +%s.%N; }

since() { awk -v from="$1" -v to="$(now)" 'BEGIN { printf "%.1f", to - from }'; }

at_most() { awk -v value="$1" -v most="$2" 'BEGIN { exit !(value <= most) }'; }

clean() {
    engine rm --force --volumes "$NAME" >/dev/null 2>&1 || true
    engine unmount --all >/dev/null 2>&1 || true
    rm -rf "$work"
}

build() {
    if [ -z "${BASE:-}" ]; then
        echo "→ Image de base : Debian par debootstrap, Python 3.10 de cette machine"
        BASE=localhost/python:3.10-slim-bookworm
        deploy/container/base.sh "$work/base"
        tar -C "$work/base" -c . | engine import --quiet - "$BASE" >/dev/null
        rm -rf "$work/base"
    fi
    echo "→ Construction (Containerfile)"
    # Without namespaces of their own, build steps also run inside another sandbox.
    engine build --isolation chroot --build-arg "BASE=$BASE" --tag "$IMAGE" . \
        > "$work/log" 2>&1 || { tail -n 30 "$work/log" >&2; fail "La construction a échoué."; }
}

start() {
    closed --rm "$IMAGE" bin/upgrade
    closed --rm "$IMAGE" bin/load-catalogue
    begun=$(now)
    closed --detach --name "$NAME" "$IMAGE" >/dev/null
    until engine exec "$NAME" .venv/bin/python deploy/container/ready.py 2>/dev/null; do
        [ "$(engine inspect --format '{{.State.Running}}' "$NAME")" = true ] || {
            engine logs "$NAME" >&2; fail "Le serveur s’est arrêté."
        }
        at_most "$(since "$begun")" 120 || fail "Le serveur n’est pas prêt après 120 s."
        sleep 0.2
    done
    ready=$(since "$begun")
}

check() {
    # Nobody has set anything here: bin/doctor would rightly say so.
    engine exec "$NAME" .venv/bin/python deploy/smoke.py --no-doctor http://127.0.0.1:5005
    [ "$(engine exec "$NAME" id -u)" != 0 ] || fail "Le serveur tourne en root."
    for place in . .venv /etc /usr; do
        ! engine exec --user 0 "$NAME" touch "$place/written" 2>/dev/null ||
            fail "On peut écrire dans $place."
    done
}

stop() {
    begun=$(now)
    engine stop --time 30 "$NAME" >/dev/null
    stopped=$(since "$begun")
    status=$(engine inspect --format '{{.State.ExitCode}}' "$NAME")
    [ "$status" = 0 ] || fail "SIGTERM n’a pas suffi : statut $status."
}

measure() {
    megabytes=$(($(engine image inspect --format '{{.Size}}' "$IMAGE") / 1000000))
    echo "image : $megabytes Mo ; prête en $ready s ; arrêtée en $stopped s"
    at_most "$megabytes" "$MOST_MEGABYTES" || fail "L’image dépasse $MOST_MEGABYTES Mo."
    at_most "$ready" "$MOST_SECONDS" || fail "Elle n’est pas prête en $MOST_SECONDS s."
}

needs podman
[ -n "${BASE:-}" ] || needs debootstrap
runtime=$(command -v runc || command -v crun) || fail "runc manque : apt-get install runc"
work=$(mktemp -d /var/tmp/assistant-container.XXXXXX)
trap clean EXIT
trap 'exit 1' INT TERM
build
start
check
stop
measure
echo "✓ construite, démarrée, interrogée, arrêtée"
