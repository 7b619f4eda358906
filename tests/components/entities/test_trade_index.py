from pathlib import Path

import pytest

QUESTIONS = Path(__file__).parents[2] / "understanding" / "metiers.txt"


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("je pose des châssis en bois", "eco-construction"),
        ("on développe des applis", "infopole"),
        ("couvreur", "cap2020"),
        ("nous soufflons des flacons en plastique", "plastiwin"),
        ("j’installe des panneaux photovoltaïques", "tweed"),
        ("mixage de films en 5.1", "twist"),
        ("g une boite de menuizerie", "cap2020"),
        ("plastik", "plastiwin"),
    ],
)
def test_a_trade_finds_its_cluster(trades, text, slug):
    assert trades.match(text).clusters[0] == slug


def test_a_second_cluster_is_named_where_it_fits_nearly_as_well(trades):
    assert trades.match("isolation de toiture").clusters == ("cap2020", "eco-construction")
    assert trades.match("site web avec vidéos").clusters == ("infopole", "twist")


@pytest.mark.parametrize(
    "text",
    ["lamellé-collé", "studio de serious games", "bâtiment", "rotomoulage de cuves et de kayaks"],
)
def test_no_absurd_second_beside_the_cluster_of_a_trade(trades, text):
    assert len(trades.match(text).clusters) == 1


@pytest.mark.parametrize("text", ["appli de covoiturage", "serveurs en salle blanche"])
def test_the_trade_counts_and_not_what_it_is_for(trades, text):
    assert trades.match(text).clusters == ("infopole",)


@pytest.mark.parametrize(
    "text", ["sprl", "Charleroi", "42", "xxxxx", "grmblf", "un parapluie rouge"]
)
def test_what_is_no_trade_gets_no_cluster(trades, text):
    assert trades.match(text).clusters == ()


def test_what_is_far_from_all_that_is_known_is_not_known(trades):
    assert not trades.match("bugün hava çok güzel").known
    assert trades.match("boulanger").known


@pytest.mark.parametrize(
    "where",
    [
        "à Liège", "a liege", "à Ciney", "à Spa", "en province de Namur", "chez Dubois & fils",
        "pour la SRL Lambert", "avec mon associé Jean-Marc", "depuis 1998", "avec 12 personnes",
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "trade", ["boucher", "plafonneur", "couvreur", "développeur web", "soudeur", "coiffeur"]
)
def test_where_and_with_whom_does_not_change_the_trade(trades, trade, where):
    alone = trades.match(f"Je suis {trade}, quel cluster pour moi ?")
    assert trades.match(f"Je suis {trade} {where}, quel cluster pour moi ?") == alone


def test_a_matter_is_no_town(trades):
    assert trades.essence("isolation en liège") == "isolation liege"
    assert trades.essence("boucher à Liège") == "boucher"


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
