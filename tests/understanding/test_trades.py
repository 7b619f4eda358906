"""Whether a company gets its cluster and no other, on trades said in people's own words."""

import uuid
from pathlib import Path

import pytest

HERE = Path(__file__).parent

pytestmark = pytest.mark.slow


def lines(name: str) -> list[str]:
    texts = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [text for text in texts if text and not text.startswith("#")]


@pytest.fixture(scope="module")
def clusters(assistant, loop):
    """The clusters that the answer to a message describes or recommends, best first."""

    def told(text: str) -> list[str]:
        turn = loop.run_until_complete(assistant.say(uuid.uuid4().hex, text))
        return [slug for bubble in turn.bubbles for slug in bubble.clusters]

    return told


def test_a_trade_gets_its_cluster_and_nothing_absurd_beside_it(clusters):
    right = []
    for line in lines("metiers_dits.txt"):
        fitting, tolerated, text = line.split(" | ")
        found = clusters(text)
        if fitting == "-":
            right.append(not found)
        else:
            good = fitting.split(",")
            best, beside = found[:1], set(found[1:])
            allowed = {*good, *tolerated.split(",")}
            right.append(bool(best) and best[0] in good and beside <= allowed)
    assert sum(right) >= 0.88 * len(right)


def test_what_is_no_trade_gets_no_cluster(clusters):
    found = [text for text in lines("sans_metier.txt") if clusters(text)]
    assert len(found) <= 0.03 * len(lines("sans_metier.txt")), found
