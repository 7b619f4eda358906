"""Under which licence is each package, and do we admit it?

What the package declares counts where it is an SPDX name; elsewhere somebody has read its text
(deploy/licences_lues.yml). What is admitted stands in deploy/licences.yml.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from cyclonedx.model.component import Component
from cyclonedx.model.license import LicenseAcknowledgement, LicenseExpression
from license_expression import ExpressionError, get_spdx_licensing
from license_expression import LicenseExpression as Node

from components.content import read_entries
from deploy.audit import canonical

# Classifiers that leave the version open: a name of that family beside them says which.
VAGUE = {
    "License :: OSI Approved": "",
    "License :: OSI Approved :: Apache Software License": "Apache-",
    "License :: OSI Approved :: BSD License": "BSD-",
    "License :: OSI Approved :: Mozilla Public License 2.0 (MPL 2.0)": "MPL-",
}


class LicenceError(Exception):
    """A licence is unknown or not admitted; the message (French) says what to do."""


class Policy:
    """The licences that are `admitted`, and those that were read for a package's version."""

    def __init__(self, admitted: set[str], read: Mapping[tuple[str, str], str]) -> None:
        self._admitted = admitted
        self._read = read
        self._spdx = get_spdx_licensing()

    @classmethod
    def read(cls, folder: Path) -> Policy:
        """The policy of the files in a folder.

        Raises:
            ContentError: a file cannot be used.
        """
        admitted = read_entries(folder / "licences.yml", {"licence": str, "pourquoi": str})
        fields = {"paquet": str, "version": str, "licence": str, "lue": str}
        read = read_entries(folder / "licences_lues.yml", fields)
        return cls(
            {entry["licence"] for entry in admitted},
            {(canonical(one["paquet"]), one["version"]): one["licence"] for one in read},
        )

    def settle(self, component: Component) -> None:
        """Gives the component the licence that was read, where it declares none that is clear.

        Raises:
            LicenceError: nobody has read it, it is no SPDX name, or it is not admitted.
        """
        read = self._read.get((canonical(component.name), str(component.version)))
        if read is not None:
            concluded = LicenseExpression(read, acknowledgement=LicenseAcknowledgement.CONCLUDED)
            component.licenses.clear()
            component.licenses.add(concluded)
        clear, unclear = _declared(component)
        if unclear or not clear:
            told = ", ".join(unclear) or "rien de dit"
            raise LicenceError(f"licence à lire (deploy/licences_lues.yml) : {told}")
        for name in clear:
            self._admit(name)

    def needless(self, components: set[tuple[str, str]]) -> Iterator[str]:
        """What was read for packages, by name and version, that are not there."""
        for name, version in sorted(self._read.keys() - components):
            yield f"{name} {version} : licence lue, mais ce paquet n’est plus là ; retirez-la"

    def _admit(self, name: str) -> None:
        try:
            node = self._spdx.parse(name, validate=True)
        except ExpressionError as error:
            raise LicenceError(f"« {name} » n’est pas un nom SPDX ({error})") from error
        if not self._allows(node):
            raise LicenceError(f"licence non admise : {name}")

    def _allows(self, node: Node) -> bool:
        if isinstance(node, self._spdx.AND):
            return all(map(self._allows, node.args))
        if isinstance(node, self._spdx.OR):
            return any(map(self._allows, node.args))
        return node.render() in self._admitted


def _declared(component: Component) -> tuple[list[str], list[str]]:
    """The SPDX names that it gives, and what it says that leaves its licence open."""
    clear, vague = [], []
    for licence in component.licenses:
        if isinstance(licence, LicenseExpression):
            clear.append(licence.value)
        elif licence.id:
            clear.append(licence.id)
        else:
            vague.append(licence.name)
    return clear, [name for name in vague if not _settled(name, clear)]


def _settled(vague: str, clear: list[str]) -> bool:
    return vague in VAGUE and any(name.startswith(VAGUE[vague]) for name in clear)
