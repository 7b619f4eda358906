import json

from bench.peers.places import AUTHORS_EXAM, EXAM
from bench.peers.questions import Question, read_exam, read_kept, read_sets
from bench.peers.understanding_tables import TITLES

LINES = (
    {"q": "un", "topic": "definition", "value": None, "kind": "bruit"},
    {"q": "deux", "topic": "autre_langue", "value": "acteurs", "kind": "hors-champ"},
    {"q": "trois", "topic": "hors_sujet", "value": None, "kind": "hors-champ", "also": ["aide"]},
    {"q": "quatre", "topic": "saluer", "value": None, "kind": "hors-champ"},
)


def write(path, lines=LINES):
    path.write_text("\n".join(map(json.dumps, lines)) + "\n", encoding="utf-8")
    return path


def test_questions_say_who_writes_and_what_is_right(tmp_path):
    assert list(read_kept(write(tmp_path / "dev.jsonl"))) == [
        Question("un", ("definition",), "bruit"),
        Question("deux", ("acteurs",), "hors-champ", "autres langues"),
        Question("trois", ("hors_sujet", "aide"), "hors-champ", "hors sujet"),
        Question("quatre", ("saluer",), "hors-champ", "politesses"),
    ]


def test_the_exam_has_headings_and_sometimes_clusters(tmp_path):
    path = tmp_path / "examen.txt"
    path.write_text("## definition\nun\n\n## info_absente\ndeux\n## x\n- | a, b\ncap2020 | c\n")
    assert list(read_exam(path)) == [
        Question("un", ("definition",), "examen, du sujet"),
        Question("deux", ("hors_sujet",), "examen, hors sujet"),
        Question("a, b", ("x",), "examen, du sujet"),
        Question("c", ("x",), "examen, du sujet"),
    ]


def test_all_sets_are_read_where_all_are_there(tmp_path):
    write(tmp_path / "dev.jsonl")
    names = [one.name for one in read_sets(tmp_path, EXAM, AUTHORS_EXAM)]
    assert names == ["dev", "auteurs", "examen"]


def test_the_exams_are_always_there(tmp_path):
    authors, exam = read_sets(tmp_path / "nowhere", EXAM, AUTHORS_EXAM)
    assert len(authors.questions) > 350
    assert {one.kind for one in authors.questions} == set(TITLES)
    assert exam.name == "examen"
    assert len(exam.questions) > 400
    assert all(question.topics != ("",) for question in [*exam.questions, *authors.questions])
