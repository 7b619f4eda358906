"""Another proxy in front of nginx, as a hosting company or a content network has one."""

from __future__ import annotations

import http.client
from pathlib import Path

from tests.channels.web import client
from tests.deploy.nginx import NAME, Nginx, NginxProcess
from tests.servers import free_port

ADDRESS = "127.0.0.50"  # where it comes from; its visitors come from others
SITE = """
access_log off;
server {{
    listen 127.0.0.1:{port};
    location / {{
        proxy_pass https://127.0.0.1:{inner};
        proxy_bind {address};
        proxy_ssl_server_name on;
        proxy_ssl_name {name};
        proxy_set_header Host {name};
        proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
    }}
}}
"""


class SecondProxy(NginxProcess):
    """nginx as most set it up: it adds the visitor's address to what the visitor wrote."""

    def __init__(self, folder: Path, inner: Nginx) -> None:
        folder.mkdir()
        port = free_port()
        site = SITE.format(port=port, inner=inner.port, address=ADDRESS, name=NAME)
        super().__init__(folder, site, port)


class Client(client.Client):
    """A visitor of the second proxy, from any address of 127.0.0.0/8."""

    def __init__(self, proxy: SecondProxy, address: str) -> None:
        self._source = (address, 0)
        super().__init__(proxy.port)

    def _connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection(
            "127.0.0.1", self._port, timeout=30, source_address=self._source
        )
