"""nginx for tests: the files of `deploy/nginx`, on free ports of 127.0.0.1."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from actions.cluster_catalogue.engine import ROOT
from tests.servers import free_port
from tests.services import missing

DEPLOY = ROOT / "deploy"
NAME = "localhost"
PATIENCE = 10  # seconds
MAIN = """
daemon off;
pid {folder}/pid;
error_log {folder}/error.log;
{user}
events {{ worker_connections 512; }}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    scgi_temp_path {folder}/scgi;
    uwsgi_temp_path {folder}/uwsgi;
    include {folder}/site.conf;
}}
"""


def needed(program: str, package: str) -> str:
    """The path of a program; without it the test is skipped, or fails where all must run."""
    found = shutil.which(program, path=f"{os.environ['PATH']}:/usr/sbin:/sbin")
    return found or missing(package) or ""


def wait_for_port(port: int, process: subprocess.Popen) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        assert process.poll() is None, "the program ended by itself"
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    pytest.fail(f"nothing listens on {port}")


def replaced(text: str, pairs: Sequence[tuple[str, str]]) -> str:
    """`text` with each first part replaced by the second, in one pass; each must be there.

    One pass, because a replacement may hold a later first part: the port 50063 begins with 5006.
    """
    new_of = dict(pairs)
    for old in new_of:
        assert old in text, f"{old!r} is not there any more"
    return re.sub("|".join(map(re.escape, new_of)), lambda found: new_of[found[0]], text)


def own_ipv6_address() -> str:
    """This machine's own, as nginx writes it; one of IPv4 where there is none of IPv6."""
    try:
        with socket.socket(socket.AF_INET6) as trial:
            trial.bind(("::1", 0))
    except OSError:
        return "127.127.127.127"
    return "[::1]"


class NginxProcess:
    """nginx with one configuration.

    Args:
        folder: for its files.
        site: what stands in its `http` block.
        port: where it listens.
    """

    def __init__(self, folder: Path, site: str, port: int) -> None:
        self._program = needed("nginx", "nginx-light")
        self._process: subprocess.Popen | None = None
        self.folder, self.port = folder, port
        (folder / "site.conf").write_text(site, encoding="utf-8")
        user = "user root;" if os.getuid() == 0 else ""  # pytest's folders are root's alone
        main = MAIN.format(folder=folder, user=user)
        (folder / "nginx.conf").write_text(main, encoding="utf-8")

    def check(self) -> subprocess.CompletedProcess:
        return subprocess.run([*self._command(), "-t"], capture_output=True, text=True)

    def start(self) -> None:
        self._process = subprocess.Popen(self._command())
        wait_for_port(self.port, self._process)

    def stop(self) -> None:
        assert self._process is not None
        self._process.terminate()
        self._process.wait(timeout=PATIENCE)

    def _command(self) -> list[str]:
        return [self._program, "-p", str(self.folder), "-c", str(self.folder / "nginx.conf")]


class Nginx(NginxProcess):
    """nginx with `deploy/nginx`, in which only ports, paths and the name are others.

    Args:
        folder: for its files; made if it is not there.
        upstreams: the ports of the two processes.
        trusted: addresses of another proxy in front.
    """

    def __init__(self, folder: Path, upstreams: Sequence[int], trusted: Sequence[str] = ()) -> None:
        folder.mkdir(exist_ok=True)
        port, self.plain_port = free_port(), free_port()
        self.address = f"https://{NAME}:{port}"
        self.certificate = folder / "certificate.pem"
        self._make_certificate(folder / "key.pem")
        shutil.copytree(DEPLOY / "nginx" / "snippets", folder / "snippets")
        real_ip = folder / "snippets" / "assistant-real-ip.conf"
        with real_ip.open("a", encoding="utf-8") as snippet:
            snippet.writelines(f"set_real_ip_from {address};\n" for address in trusted)
        first, second = upstreams
        ipv6 = own_ipv6_address()
        site = replaced(
            (DEPLOY / "nginx" / "assistant.conf").read_text(encoding="utf-8"),
            [
                ("127.0.0.1:5005", f"127.0.0.1:{first}"),
                ("127.0.0.1:5006", f"127.0.0.1:{second}"),
                ("listen 443 ", f"listen 127.0.0.1:{port} "),
                ("listen [::]:443 ", f"listen {ipv6}:{port} "),
                ("listen 80;", f"listen 127.0.0.1:{self.plain_port};"),
                ("listen [::]:80;", f"listen {ipv6}:{self.plain_port};"),
                ("assistant.exemple.be", NAME),
                ("/etc/ssl/assistant/fullchain.pem", str(self.certificate)),
                ("/etc/ssl/assistant/privkey.pem", str(folder / "key.pem")),
                ("/var/log/nginx", str(folder)),
                ("/var/lib/nginx", str(folder)),
            ],
        )
        super().__init__(folder, site, port)

    def log(self) -> str:
        return (self.folder / "assistant.log").read_text(encoding="utf-8")

    def _make_certificate(self, key: Path) -> None:
        command = [needed("openssl", "openssl"), "req", "-x509", "-nodes", "-days", "2"]
        command += ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"]
        command += ["-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}"]
        command += ["-keyout", str(key), "-out", str(self.certificate)]
        subprocess.run(command, check=True, capture_output=True)
