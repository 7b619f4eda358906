"""No package is called clean that was not compared with a feed that is whole and recent.

`osv_excerpt/` is written in the format of OSV's export, about packages that do not exist.
"""

from __future__ import annotations

import io
import socket
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from packaging.version import Version

from actions.cluster_catalogue.engine import ROOT
from components.content import ContentError
from deploy.acceptances import Acceptance, read_acceptances
from deploy.osv import Feed, FeedError, read_feed
from deploy.vulnerabilities import ACCEPTED, Audit, read_locks

EXCERPT = Path(__file__).with_name("osv_excerpt")
NEWEST = date(2026, 11, 25)  # of the excerpt's records on PyPI
TODAY = NEWEST + timedelta(days=2)


def export(**more: str) -> bytes:
    """The excerpt as OSV serves it, with other records when they are given."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for record in EXCERPT.iterdir():
            archive.write(record, record.name)
        for name, text in more.items():
            archive.writestr(f"{name}.json", text)
    return content.getvalue()


def audit(
    tmp_path: Path, lock: str, *acceptances: Acceptance, today: date = TODAY
) -> tuple[list[str], list[str]]:
    """What is accepted and what is wrong with a lock of this text."""
    (tmp_path / "lock.txt").write_text(lock)
    pins, unread = read_locks([tmp_path / "lock.txt"])
    feed = Feed.read(io.BytesIO(export()), {pin.name for pin in pins})
    done = Audit.of(pins, unread, feed, list(acceptances), today)
    return list(done.accepted()), list(done.wrong())


def accepted(reviewed: date, vulnerability: str = "CVE-2022-99001") -> Acceptance:
    return Acceptance("door-keeper", vulnerability, "aucun fichier n’est servi", reviewed)


def test_a_vulnerable_version_is_told_once_with_what_mends_it(tmp_path):
    _, wrong = audit(tmp_path, "Door.Keeper[x]==21.12.1 \\\n    --hash=sha256:00\n    # via x\n")
    assert wrong == [
        "door-keeper 21.12.1 : CVE-2022-99001 (GHSA-aaaa-bbbb-cccc, PYSEC-2022-9001), "
        "corrigée en 21.12.2. Path traversal where files are served"
    ]


@pytest.mark.parametrize(
    ("pin", "found"),
    [
        ("door-keeper==20.12.6", ["CVE-2022-99001"]),
        ("door-keeper==20.12.7", []),
        ("door-keeper==21.3.0.dev1", []),
        ("door-keeper==21.12.1+local", ["CVE-2022-99001"]),
        ("door-keeper==21.12.2", ["CVE-2023-99002"]),
        ("door-keeper==0.0.0b0", ["CVE-2022-99001"]),
        ("wall==0.9", []),
        ("wall==1.4.0", ["CVE-2023-99002"]),
        ("wall==1.4.1", []),
        ("roof==2.0b9", ["CVE-2025-99004"]),
        ("roof==2.0", []),
        ("window==1", []),
    ],
)
def test_the_ranges_of_a_record_are_those_of_the_format(tmp_path, pin, found):
    _, wrong = audit(tmp_path, f"{pin}\n")
    assert [line.split(" : ")[1].split(" ")[0].rstrip(",") for line in wrong] == found


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("hinge==1.0", "hinge 1.0 : pas vérifié, GHSA-dddd-eeee-ffff"),
        ("wall==main", "wall main : pas vérifié"),
        ("wall @ https://example.invalid/wall.tar.gz", "wall @ https://example.invalid"),
        ("-e ./wall", "-e ./wall : pas vérifié"),
    ],
)
def test_what_could_not_be_checked_is_named(tmp_path, line, told):
    _, wrong = audit(tmp_path, f"window==1\n{line}\n")
    (only,) = wrong
    assert only.startswith(told)
    assert "pas vérifié" in only


def test_an_old_feed_or_one_of_days_to_come_is_refused(tmp_path):
    for days, refused in ((0, False), (7, False), (8, True), (-1, False), (-2, True)):
        _, wrong = audit(tmp_path, "window==1\n", today=NEWEST + timedelta(days=days))
        assert bool(wrong) is refused, days
        assert all(f"le flux date du {NEWEST}" in line for line in wrong)


@pytest.mark.parametrize("name", ["CVE-2022-99001", "GHSA-aaaa-bbbb-cccc", "PYSEC-2022-9001"])
def test_an_acceptance_holds_under_any_name_until_it_is_to_be_read_again(tmp_path, name):
    lock = "door-keeper==21.12.1\n"
    told, wrong = audit(tmp_path, lock, accepted(TODAY - timedelta(days=90), name))
    assert wrong == []
    assert "aucun fichier n’est servi" in told[0]
    for reviewed in (TODAY - timedelta(days=91), TODAY + timedelta(days=1)):
        told, (wrong,) = audit(tmp_path, lock, accepted(reviewed, name))
        assert told == []
        assert wrong.endswith(f"acceptation à relire (du {reviewed})")


def test_an_acceptance_of_what_is_not_found_is_to_be_removed(tmp_path):
    told, wrong = audit(tmp_path, "door-keeper==22.0\n", accepted(TODAY))
    assert told == []
    assert wrong == ["door-keeper, CVE-2022-99001 : acceptée sans être trouvée, retirez-la"]


def test_a_mistake_in_the_accepted_list_names_line_and_field(tmp_path):
    file = tmp_path / "accepted.yml"
    file.write_text("- paquet: wall\n  faille: CVE-1\n  raison: non chargé\n  relue: hier\n")
    with pytest.raises(ContentError, match="ligne 1, champ relue : il faut une date"):
        read_acceptances(file)
    file.write_text("- paquet: Wall_x\n  faille: CVE-1\n  raison: non\n  relue: 2026-11-02\n")
    assert read_acceptances(file) == [Acceptance("wall-x", "CVE-1", "non", date(2026, 11, 2))]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"<html>", "zip"),
        (export()[:-40], "zip"),
        (export(BAD="{"), "BAD.json est illisible"),
        (export(BAD='{"id": "X", "modified": "2026-11-25"'), "BAD.json est illisible"),
        (export(BAD='{"id": "X", "affected": []}'), "BAD.json.*modified"),
    ],
    ids=["no zip", "cut", "no JSON", "half", "no date"],
)
def test_a_damaged_feed_is_refused(content, told):
    with pytest.raises(FeedError, match=f"(?s){told}"):
        Feed.read(io.BytesIO(content), {"wall"})


def test_a_feed_of_another_ecosystem_is_refused():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        record = (EXCERPT / "PYSEC-2023-9002.json").read_text(encoding="utf-8")
        archive.writestr("a.json", record.replace("PyPI", "npm"))
    with pytest.raises(FeedError, match="aucun avis sur PyPI"):
        Feed.read(content, {"wall"})


@pytest.fixture
def mirror(tmp_path: Path) -> Iterator[str]:
    """The address of a server that has the export."""
    (tmp_path / "all.zip").write_bytes(export())
    handler = partial(SimpleHTTPRequestHandler, directory=str(tmp_path))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_the_feed_is_read_from_an_address(mirror):
    feed = read_feed(f"{mirror}/all.zip", {"wall"})
    assert (feed.date, feed.size) == (NEWEST, len(list(EXCERPT.iterdir())))
    assert feed.advisories["wall"][0].touches(Version("1.2"))
    with pytest.raises(FeedError, match="404"):
        read_feed(f"{mirror}/none.zip", {"wall"})


def closed_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def run(*arguments: str) -> tuple[int, str]:
    command = [sys.executable, "-m", "deploy.vulnerabilities", *arguments]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    return ran.returncode, ran.stdout + ran.stderr


@pytest.mark.parametrize("feed", ["/nowhere/all.zip", f"http://127.0.0.1:{closed_port()}/all.zip"])
def test_without_a_feed_nothing_is_clean(feed):
    status, told = run("--feed", feed, "requirements.txt")
    assert status == 1
    assert told.startswith("✗ Rien n’a été vérifié")
    assert "✓" not in told


def test_the_command_says_the_date_of_its_feed_and_how_many_it_checked(tmp_path):
    today = date.today()
    record = (EXCERPT / "PYSEC-2023-9002.json").read_text(encoding="utf-8")
    feed, lock = tmp_path / "all.zip", tmp_path / "lock.txt"
    feed.write_bytes(export(FRESH=record.replace("2026-11-21", str(today))))
    lock.write_text("window==1\nwall==1.5\n")
    expected = f"✓ 2 paquets vérifiés, 0 non ; flux OSV du {today}, 7 avis\n"
    assert run("--feed", str(feed), str(lock)) == (0, expected)
    lock.write_text("window==1\nwall==1.4\nroof @ file:///roof\nhinge==1\n")
    status, told = run("--feed", str(feed), str(lock))
    assert status == 1
    assert "wall 1.4 : CVE-2023-99002" in told
    assert f"✗ 2 paquets vérifiés, 2 non ; flux OSV du {today}" in told


def test_every_line_of_the_locks_is_understood_and_the_accepted_list_is_well_formed():
    locks = [ROOT / f"requirements{name}.txt" for name in ("", "-dev", "-setup", "-audit")]
    pins, unread = read_locks(locks)
    assert unread == []
    assert len(pins) > 200
    read_acceptances(ACCEPTED)
