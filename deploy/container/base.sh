#!/bin/sh
# A stand-in for python:3.10-slim-bookworm where no registry of images is reachable: Debian 12 by
# debootstrap, with the Python 3.10 of this machine in /usr/local and the certificates it trusts.
# usage: deploy/container/base.sh FOLDER     then: tar -C FOLDER -c . | podman import - NAME
set -eu
folder=$1
cd "$(dirname "$0")/../.."
packages=ca-certificates,libbz2-1.0,libffi8,liblzma5,libncursesw6,libreadline8,libsqlite3-0,libssl3,libuuid1,netbase,tzdata,zlib1g

debootstrap --variant=minbase --include="$packages" bookworm "$folder" >/dev/null
python=$(.venv/bin/python -c 'import sys; print(sys.base_prefix)')
cp -a "$python/bin" "$python/lib" "$folder/usr/local/"
cp /etc/ssl/certs/ca-certificates.crt "$folder/etc/ssl/certs/"
printf '[global]\ncert = /etc/ssl/certs/ca-certificates.crt\n' > "$folder/etc/pip.conf"
chroot "$folder" ldconfig

# As in the official image: no tests, no compiled code, no manuals, no lists of packages.
library=$folder/usr/local/lib/python3.10
rm -rf "$library/test" "$library"/site-packages/*.pth "$folder"/usr/share/doc/* \
    "$folder"/usr/share/man/* "$folder"/usr/share/locale/* "$folder"/var/cache/apt/* \
    "$folder"/var/lib/apt/lists/* "$folder"/var/log/*
find "$folder/usr/local" -type d -name __pycache__ -prune -exec rm -r {} +
