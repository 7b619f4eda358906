"""Who is compared, ours first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from bench.peers.contestant import Contestant, PreparationError
from bench.peers.our_assistant import OurAssistant
from bench.peers.plain_peer import NlpJsPeer, TfidfPeer
from bench.peers.rasa_peer import RasaPeer

OURS = OurAssistant.name
REFERENCE = "rasa-defaut"  # whom speed is told against


def all_contestants(epochs: int | None = None) -> list[Contestant]:
    """All that there are; see `RasaPeer` for `epochs`."""
    return [
        OurAssistant(),
        RasaPeer(REFERENCE, "Rasa 3.6.21, réglages de `rasa init` (DIET, TED), seuil 0,3", epochs),
        RasaPeer(
            "fabnumdef",
            "Rasa 3.6.21, réglages de fabnumdef/chatbot-template (mots, lettres et DIET), "
            "seuils 0,9 et 0,1",
            epochs,
        ),
        TfidfPeer(),
        NlpJsPeer(),
    ]


def chosen(names: Iterable[str] | None, epochs: int | None = None) -> list[Contestant]:
    """Those of `names`, or all; see `RasaPeer` for `epochs`.

    Raises:
        PreparationError: there is none of a name.
    """
    known = {contestant.name: contestant for contestant in all_contestants(epochs)}
    unknown = set(names or ()) - set(known)
    if unknown:
        raise PreparationError(f"unknown: {', '.join(sorted(unknown))}; known: {', '.join(known)}")
    return [one for name, one in known.items() if not names or name in names]


def prepare(
    contestants: Sequence[Contestant], say: Callable[[str], None]
) -> tuple[list[Contestant], list[str]]:
    """Prepares all; those who can take part, and the names of those who cannot."""
    ready, absent = [], []
    for contestant in contestants:
        say(f"preparing: {contestant.name}")
        try:
            contestant.prepare()
            ready.append(contestant)
        except PreparationError as error:
            say(f"✗ {contestant.name} cannot take part: {error}")
            absent.append(contestant.name)
    return ready, absent
