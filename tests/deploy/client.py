"""A visitor as nginx sees one: over TLS, from an address of its own."""

from __future__ import annotations

import http.client
import ssl

from tests.channels.web import client
from tests.deploy.nginx import NAME, Nginx


class Client(client.Client):
    """One kept connection to nginx, from any address of 127.0.0.0/8."""

    def __init__(self, nginx: Nginx, address: str = "127.0.0.1") -> None:
        self._source = (address, 0)
        self._tls = ssl.create_default_context(cafile=str(nginx.certificate))
        super().__init__(nginx.port)

    def _connect(self) -> http.client.HTTPSConnection:
        return http.client.HTTPSConnection(
            NAME, self._port, context=self._tls, timeout=30, source_address=self._source
        )
