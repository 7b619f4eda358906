from pathlib import Path

import pytest

QUESTIONS = Path(__file__).parents[1] / "understanding" / "metiers.txt"


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("je pose des châssis en bois", "eco-construction"),
        ("on développe des applis", "infopole"),
        ("couvreur", "cap2020"),
        ("nous soufflons des flacons", "plastiwin"),
        ("j’installe des panneaux photovoltaïques", "tweed"),
        ("mixage de films en 5.1", "twist"),
        ("g une boite de menuizerie", "cap2020"),
        ("plastik", "plastiwin"),
    ],
)
def test_a_trade_finds_its_cluster(trades, text, slug):
    assert trades.match(text).clusters[0] == slug


def test_several_clusters_where_several_fit(trades):
    assert set(trades.match("studio de serious games").clusters) >= {"twist", "infopole"}
    assert set(trades.match("bureau d’architectes").clusters) == {"cap2020", "eco-construction"}


@pytest.mark.parametrize(
    ("text", "pole"),
    [
        ("je suis boulanger", "wagralim"),
        ("nous fabriquons des médicaments", "biowin"),
        ("transporteur routier", "logistics"),
        ("sous-traitant aéronautique", "skywin"),
    ],
)
def test_no_cluster_but_a_pole(trades, text, pole):
    match = trades.match(text)
    assert (match.clusters, match.poles) == ((), (pole,))


def test_neither_cluster_nor_pole(trades):
    match = trades.match("salon de coiffure")
    assert (match.clusters, match.poles) == ((), ())


def test_what_the_catalogue_says_in_these_words_is_known(trades):
    assert trades.knows("Quel cluster pour un couvreur ?")
    assert trades.knows("COUVREUR")
    assert not trades.knows("dompteur de puces")


def test_questions_written_apart_from_the_catalogue(trades):
    """`metiers.txt` was written without looking at the catalogue's activities."""
    fit, none = [], []
    for line in QUESTIONS.read_text(encoding="utf-8").splitlines():
        wanted, _, text = line.partition(" | ")
        found = trades.match(text).clusters
        if wanted == "-":
            none.append(not found)
        else:
            fit.append(bool(found) and found[0] in wanted.split(","))
    assert sum(fit) >= 0.88 * len(fit)
    assert sum(none) >= 0.88 * len(none)
