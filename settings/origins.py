"""Sites as a browser names them in the header `Origin` (https://url.spec.whatwg.org/#origin)."""

from __future__ import annotations

import ipaddress
import re

from settings.refusals import shown, without_password
from settings.servers import PORTS

OWN_PORTS = {"http": "80", "https": "443"}  # which browsers leave out
ORIGIN = re.compile(r"(https?)://(\[[^\]]*\]|[^\[\]:]*)(?::(.*))?")
LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
MAX_HOST = 253  # characters


def listed(origins: str) -> list[str]:
    """The sites of a list with commas, in lower case as browsers send them."""
    return [origin.strip().lower() for origin in origins.split(",") if origin.strip()]


def check_origins(origins: str) -> None:
    """Refuses what no browser sends.

    Raises:
        ValueError: says which, and what to write.
    """
    reasons: dict[str, list[str]] = {}
    for origin in listed(origins):
        try:
            _check(origin)
        except ValueError as error:
            seen = without_password(origin) if "@" in origin else shown(origin)
            reasons.setdefault(str(error), []).append(f"« {seen or '…'} »")
    if reasons:
        raise ValueError(
            " ; ".join(f"pour {', '.join(which)}, {why}" for why, which in reasons.items())
        )


def _check(origin: str) -> None:
    split = ORIGIN.fullmatch(origin)
    if not split or re.search(r"[\s/?#@*;%\\]", origin.partition("://")[2]):
        raise ValueError(
            "il faut un site tel que https://www.exemple.be, sans chemin, compte ni « * » ; les "
            "sites se séparent par des virgules"
        )
    scheme, host, port = split.groups()
    _check_host(host)
    if port is None:
        return
    if port == OWN_PORTS[scheme]:
        raise ValueError(f"aucun navigateur n’écrit ce port : écrivez {scheme}://{host}")
    if not re.fullmatch(r"[1-9][0-9]{0,4}", port) or int(port) not in PORTS:
        raise ValueError(f"il faut un port de {PORTS[0]} à {PORTS[-1]}, ou aucun")


def _check_host(host: str) -> None:
    if host.startswith("["):
        _check_address(host, f"[{_address(host[1:-1], ipaddress.IPv6Address)}]")
    elif re.fullmatch(r"(0x[0-9a-f]*|[0-9]+)", host.rpartition(".")[2]):
        _check_address(host, _address(host, ipaddress.IPv4Address))
    elif not host.isascii():
        raise ValueError(f"écrivez le nom de l’hôte en punycode{_in_punycode(host)}")
    elif host.endswith("."):
        raise ValueError(f"écrivez l’hôte sans point final : {host.rstrip('.')}")
    elif len(host) > MAX_HOST or not all(map(_is_label, host.split("."))):
        raise ValueError("il faut un nom d’hôte, tel que www.exemple.be")


def _check_address(given: str, sent: str) -> None:
    if given != sent:
        raise ValueError(f"écrivez l’adresse comme les navigateurs : {sent}")


def _address(given: str, kind: type[ipaddress.IPv4Address] | type[ipaddress.IPv6Address]) -> str:
    try:
        return str(kind(given))
    except ValueError:
        raise ValueError("il faut une adresse IP entière, telle que 192.0.2.1") from None


def _is_label(label: str) -> bool:
    if not LABEL.fullmatch(label):
        return False
    try:
        return not label.startswith("xn--") or not label.encode().decode("idna").isascii()
    except UnicodeError:
        return False


def _in_punycode(host: str) -> str:
    """How `host` is to be written, when that is certain."""
    try:
        written = host.encode("idna").decode()
        certain = written.encode().decode("idna") == host
    except UnicodeError:
        return ""
    return f" : {written}" if certain else ""
