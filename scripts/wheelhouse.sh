#!/bin/sh
# Fills wheelhouse/ with the packages of hash-locked requirements, for machines without a network:
# there, WHEELHOUSE=folder makes scripts/install.sh install from it and ask no index.
# usage: scripts/wheelhouse.sh LOCK...
set -eu
cd "$(dirname "$0")/.."
python=.venv/bin/python
part=wheelhouse.part

"$python" -m pip --version >/dev/null 2>&1 || "$python" -m ensurepip >/dev/null
rm -rf "$part"
# A package that has no wheel stays as its source, which the lock knows; what builds it is locked too.
for lock in "$@"; do
    echo "→ Paquets de $lock"
    "$python" -m pip download --quiet --disable-pip-version-check --no-deps --require-hashes \
        --requirement "$lock" --dest "$part"
done
(cd "$part" && sha256sum -- * > SHA256SUMS)
rm -rf wheelhouse
mv "$part" wheelhouse
cat <<END
✓ wheelhouse/ : $(wc -l < wheelhouse/SHA256SUMS) paquets, $(du -sh wheelhouse | cut -f 1), pour $("$python" -c \
    'import platform as p; print("Python", p.python_version(), p.system(), p.machine())')
  Copiez-le avec ce dossier ; là-bas : WHEELHOUSE=wheelhouse make setup
  Python 3.10 n’y est pas : là-bas, qu’un python3.10 soit dans le PATH (avec son module venv).
END
