import re

import pytest

from bench.peers.plot import draw
from bench.peers.report import report
from bench.peers.understanding_tables import refusals_table, shares_table, verdict
from tests.bench.made_up import marks, results


def row(text: str, start: str) -> list[str]:
    (found,) = [line for line in text.splitlines() if line.startswith(f"| {start}")]
    return [cell.strip() for cell in found.strip("|").split("|")]


def test_shares_are_told_by_kind_of_author():
    measured = results()["understanding"]["sets"][0]
    assert row(shares_table(measured), "frappe fautive")[1:] == [
        "90,0\u00a0%",
        "50,0\u00a0%",
        "oui",
    ]
    assert row(refusals_table(measured), "frappe fautive (10)")[1:] == ["0,0\u00a0%", "30,0\u00a0%"]


def test_parts_of_a_kind_follow_it():
    mixed = marks("hors-champ", 1, 2, detail="politesses") + marks("hors-champ", 0, 1, detail="x")
    table = shares_table({"marks": {"assistant": mixed}}).splitlines()
    assert [line.split(" | ")[0] for line in table[2:]] == [
        "| hors champ (3)",
        "| · dont politesses (2)",
        "| · dont x (1)",
    ]


def test_whoever_is_not_behind_is_named():
    mine, worse, better = marks("a", 5, 9), marks("a", 4, 9), marks("a", 6, 9)
    assert verdict({"assistant": mine, "x": worse}) == "oui"
    assert verdict({"assistant": mine, "x": mine, "y": worse}) == "**non**, à égalité avec x"
    assert verdict({"assistant": mine, "x": mine, "y": better}) == "**non**, derrière y"
    assert verdict({"assistant": mine}) == "—"


def test_the_document_holds_the_figures_of_the_results():
    text = report(results())
    assert row(text, "tour répondu par `domain.yml`, p50 | 0,12")[3:] == [
        "≤\u00a00,33",
        "≤\u00a00,20",
        "tenu, espoir atteint",
    ]
    assert "2,5\u00a0ms (2,5 à 2,5)" in text
    assert "Mesuré le 1er mai 2026" in text
    assert "Questions chronométrées\u00a0: 11 sur les 12 écrites." in text


def test_the_document_changes_with_the_results():
    assert "**manqué**" in report(results(speed=2.0))
    assert report(results(speed=2.0)) != report(results(speed=3.0))


def test_few_runs_and_absent_contestants_are_told():
    assert "Mesure d’essai" not in report(results())
    few = results(runs=1)
    del few["speed"]["runs"][0]["fabnumdef"]
    text = report(few)
    assert "**Mesure d’essai**\u00a0: 1 passage(s) au lieu de 5" in text
    assert "**Absents de cette mesure**\u00a0: `fabnumdef`." in text
    assert "\u00a0: `fabnumdef`, `tfidf-lineaire`, `nlp.js`." in text  # did not understand


def test_questions_that_were_not_there_are_told():
    alone = results()
    alone["understanding"]["sets"][0]["name"] = "examen"
    assert "n’étaient pas là (`EVAL_DIR`)" in report(alone)
    assert "n’étaient pas là (`EVAL_DIR`)" not in report(results())


@pytest.mark.parametrize("left", ["understanding", "speed"])
def test_a_half_that_was_not_measured_is_told(left):
    half = results()
    del half[left]
    assert report(half).count("Pas encore mesuré.") == 1


def test_ours_alone_and_peers_alone_make_a_document():
    for name in ("assistant", "fabnumdef"):
        alone = results()
        alone["speed"]["runs"] = [{name: run[name]} for run in alone["speed"]["runs"]]
        assert f"| {name} |" in report(alone)


def test_the_french_is_set_as_french_is():
    text = report(results())
    assert "'" not in text
    assert not re.search(r" [;:?!»%]", text)
    assert not re.search(r"« ", text)
    assert not re.search(
        r"\d\.\d", re.sub(r"`[^`]*`|\d\.\d+\.\d+|\d\.\d+,|node-nlp \d\S+", "", text)
    )
    assert "$" not in text


def test_the_figure_has_a_text_in_its_place():
    (said,) = re.findall(r"!\[(.*?)\]\(images/comparaison\.png\)", report(results()))
    assert "Frappe fautive\u00a0: assistant 90,0\u00a0%, rasa-defaut 50,0\u00a0%." in said
    assert "messages par seconde 8,00" in said


@pytest.mark.parametrize("left", ["understanding", "speed", ""])
def test_the_figure_is_drawn_from_what_there_is(tmp_path, left):
    half = results()
    half.pop(left, None)
    draw(half, tmp_path / "new" / "figure.png")
    assert (tmp_path / "new" / "figure.png").read_bytes().startswith(b"\x89PNG")


def test_a_training_cut_short_is_told():
    measured = results()
    assert "Entraînement écourté" not in report(measured)
    measured["understanding"]["epochs"] = 20
    assert "20 époques au lieu de 100" in report(measured)
