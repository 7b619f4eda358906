import pytest

from bench.peers.judging import judge
from bench.peers.questions import Question
from bench.peers.worker import Understood


def understood(intent: str | None, *parts: str) -> Understood:
    return Understood(intent, parts, 1.5)


def question(*topics: str) -> Question:
    return Question("?", topics, "bruit")


@pytest.mark.parametrize(
    ("topics", "intent", "right", "refused"),
    [
        (["definition"], "definition", True, False),
        (["definition"], "avantages", False, False),
        (["avantage_marche"], "avantages", True, False),
        (["avantages"], "avantage_marche", False, False),
        (["avantage_productivite", "avantage_marche"], "avantage_marche", True, False),
        (["definition"], "nlu_fallback", False, True),
        (["definition"], None, False, True),
        (["hors_sujet"], "hors_sujet", True, True),
        (["hors_sujet"], "info_absente", True, True),
        (["hors_sujet"], "None", True, True),
        (["hors_sujet"], "definition", False, False),
        (["hors_sujet", "aide", "choix"], "aide", True, False),
        (["hors_sujet", "aide", "choix"], "avantages", False, False),
    ],
)
def test_one_intent(topics, intent, right, refused):
    mark = judge(question(*topics), understood(intent))
    assert (mark.right, mark.refused) == (right, refused)


def test_the_parts_count_and_not_what_stands_for_them():
    mark = judge(question("adhesion"), understood("plusieurs_questions", "definition", "adhesion"))
    assert (mark.right, mark.refused, mark.parts) == (True, False, 2)


def test_a_question_in_another_language_is_judged_by_what_it_asks():
    assert judge(question("acteurs"), understood("autre_langue", "acteurs")).right
    assert not judge(question("acteurs"), understood("autre_langue", "adhesion")).right


def test_a_message_half_answered_is_no_refusal():
    half = understood("plusieurs_questions", "info_absente", "definition")
    mark = judge(question("hors_sujet"), half)
    assert (mark.right, mark.refused) == (False, False)


def test_a_mark_says_whose_question_it_was():
    mark = judge(Question("?", ("bot",), "hors-champ", "politesses"), understood("bot"))
    assert (mark.kind, mark.detail, mark.milliseconds) == ("hors-champ", "politesses", 1.5)
