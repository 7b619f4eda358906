"""How long conversations are kept: that they are forgotten, and as visitors are told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from doctor.finding import Finding, fault, good, warning

KEEP = "mettez-y un nombre de jours, et chaque nuit bin/forget"
PLACES = (
    "/etc/crontab",
    "/etc/cron.d/*",
    "/etc/cron.daily/*",
    "/var/spool/cron/crontabs/*",
    "/etc/systemd/system/*.service",
)


def kept_days(days: int, public: bool) -> Iterator[Finding]:
    """Whether conversations are ever forgotten.

    Args:
        days: how long they are kept; 0 for ever.
        public: others than this machine reach the assistant.
    """
    told = "CHAT_KEEP_DAYS vaut 0 : les conversations se gardent toujours"
    if days:
        yield good(f"conversations : gardées {days} jours")
    elif public:
        yield fault(f"{told}, et d’autres que vous y parlent (RGPD, article 5)", KEEP)
    else:
        yield warning(told, KEEP)


def forgetting(days: int, root: Path = Path("/")) -> Iterator[Finding]:
    """Whether something runs `bin/forget`.

    Args:
        days: how long conversations are kept; for ever needs no such thing.
        root: the folder above those of cron and systemd.
    """
    if not days:
        return
    found = [path for path in _planned(root) if "bin/forget" in _content(path)]
    if found:
        yield good(f"bin/forget : dans {found[0]}")
    else:
        yield warning(
            "bin/forget : rien ne le lance sur cette machine, pour autant que ce compte le voie",
            "/etc/cron.d/assistant-clusters (docs/exploitation.md, « Oublier »), sur une machine",
        )


def _planned(root: Path) -> Iterable[Path]:
    for pattern in PLACES:
        yield from sorted(root.glob(pattern.lstrip("/")))


def _content(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
