#!/bin/sh
# Makes .venv from the hash-locked requirements; does nothing when it is there and up to date.
# usage: scripts/install.sh LOCK...                VENV=folder for another environment than .venv
#        WHEELHOUSE=folder for packages from there (scripts/wheelhouse.sh), asking no index
set -eu
export UV_SYSTEM_CERTS=true UV_NATIVE_TLS=true
cd "$(dirname "$0")/.."
venv=${VENV:-.venv}

fail() { echo "✗ $1" >&2; exit 1; }

digest() { cat "$@" | sha256sum | cut -d ' ' -f 1; }

works() { "$@" >/dev/null 2>&1; }

# A uv that runs: one on the PATH, or ours in .venv. A shim that only complains does not count.
find_uv() {
    for candidate in uv .venv/bin/uv "$venv/bin/uv"; do
        if works "$candidate" --version; then echo "$candidate"; return; fi
    done
}

find_python() {
    # Who says where uv shall keep its Python wants that one, and no other user's.
    [ -z "${UV_PYTHON_INSTALL_DIR:-}" ] || [ -z "$(find_uv)" ] || return 0
    for candidate in python3.10 "${HOME:-}"/.pyenv/versions/3.10*/bin/python python3 python; do
        if works "$candidate" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 10))'; then
            echo "$candidate"; return
        fi
    done
}

make_environment() {
    echo "→ Environnement Python 3.10 ($venv)"
    uv=$(find_uv)
    python=$(find_python)
    if [ -n "$uv" ]; then
        "$uv" venv --quiet --clear --python "${python:-3.10}" \
            ${UV_PYTHON_INSTALL_DIR:+--python-preference only-managed} "$venv" ||
            fail "Python 3.10 est introuvable : installez-le (« uv python install 3.10 », ou pyenv)."
        return
    fi
    [ -n "$python" ] || fail "Python 3.10 est introuvable : installez-le, ou installez uv."
    rm -rf "$venv"
    works "$python" -m venv "$venv" ||
        fail "Le module venv manque à Python : « apt-get install python3.10-venv »."
}

# What was cut or spoilt on its way is told before anything is installed.
check_wheelhouse() {
    [ -z "${WHEELHOUSE:-}" ] || (cd "$WHEELHOUSE" && sha256sum --check --quiet SHA256SUMS) ||
        fail "$WHEELHOUSE est incomplet ou abîmé : refaites « make wheelhouse », et copiez-le entier."
}

# Our own uv, where there is none: it installs in seconds what takes pip minutes.
make_installer() {
    [ -n "$(find_uv)" ] ||
        works "$venv/bin/python" -m pip install ${WHEELHOUSE:+--no-index "--find-links=$WHEELHOUSE"} \
            --require-hashes -r requirements-setup.txt ||
        fail "L’index de paquets Python ne répond pas : vérifiez le réseau, puis relancez."
}

# What builds the packages that have no wheel is held to the hashes of the lock, too.
install_offline() {
    "$(find_uv)" pip install --quiet --python "$venv/bin/python" --no-deps --require-hashes -r "$1" \
        --no-index --find-links "$WHEELHOUSE" --build-constraints requirements.txt
}

# A lock names every package; what requirements-overrides.txt leaves out is not to be asked for
# again, hence --no-deps. A certificate that only the system knows can stop uv; pip may know better.
install() {
    if [ -n "${WHEELHOUSE:-}" ]; then install_offline "$1"; return; fi
    uv=$(find_uv)
    "$uv" pip install --quiet --python "$venv/bin/python" --no-deps --require-hashes -r "$1" || {
        echo "  uv n’y arrive pas, nouvel essai avec pip (quelques minutes)"
        works "$venv/bin/python" -m pip --version || "$venv/bin/python" -m ensurepip >/dev/null
        "$venv/bin/python" -m pip install --quiet --disable-pip-version-check \
            --no-deps --require-hashes -r "$1"
    }
}

free_kilobytes() { df -Pk . | awk 'NR == 2 { print $4 }'; }

# TensorFlow alone takes more than all the rest.
needed_gigabytes() { case "$*" in *requirements-rasa*) echo 4 ;; *) echo 2 ;; esac; }

works "$venv/bin/python" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 10))' || {
    needed=$(needed_gigabytes "$@")
    [ "$(free_kilobytes)" -gt "${needed}000000" ] ||
        fail "Il faut $needed Go libres sur ce disque : faites de la place, puis relancez."
    make_environment
}

for lock in "$@"; do
    stamp="$venv/$(basename "$lock").sha256"
    [ "$(cat "$stamp" 2>/dev/null)" = "$(digest "$lock")" ] && continue
    echo "→ Paquets de $lock (moins d’une minute)"
    check_wheelhouse
    make_installer
    install "$lock" ||
        fail "L’installation s’est arrêtée (voyez au-dessus) : relancez, elle reprendra."
    digest "$lock" > "$stamp"
done
