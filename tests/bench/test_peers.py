"""What all learn and are asked, how it is judged, and how servers are timed."""

import itertools
import json
import sys

import pytest

from bench.paths import DOMAIN
from bench.peers import figures, speed
from bench.peers.contestant import Server, ask, examples, keep
from bench.peers.speed import (
    GREETING,
    Line,
    check,
    longest_passage,
    read_script,
    understood_lines,
)
from harness import questions
from harness.client import RestClient
from harness.files import read_yaml
from harness.processes import Command, Program, ProgramError, free_port
from harness.questions import Question, Understood, mark
from harness.topics import REFUSALS, accepted, topic_map, topic_of

SCRIPT = read_script()
LINES = [*SCRIPT["domain"], *SCRIPT["database"]]


def wordings(topic: str) -> list[str]:
    return [one["text"] for one in read_yaml(DOMAIN)["responses"][f"utter_{topic}"]]


def test_topics_are_learned_and_what_is_timed_too():
    learned = set(examples())
    topics = {topic_of(intent) for _, intent in learned}
    also = topic_map()["also"]
    assert set(also) | set(itertools.chain.from_iterable(also.values())) <= topics
    assert set(topic_map()["same"].values()) == REFUSALS
    assert {(line.text, line.topic) for line in LINES} | {(GREETING, "saluer")} <= learned
    assert {topic_of(one) for one in (None, "None", "nlu_fallback", "a_preciser")} == {"choix"}
    assert accepted(["avantage_marche"]) == {"avantage_marche", "avantages"}


@pytest.mark.parametrize(
    ("topics", "intent", "right", "refused"),
    [
        (["definition"], "definition", True, False),
        (["avantage_marche"], "avantages", True, False),
        (["avantages"], "avantage_marche", False, False),
        (["definition"], "nlu_fallback", False, True),
        (["definition"], None, False, True),
        (["hors_sujet"], "info_absente", True, True),
        (["hors_sujet"], "None", True, True),
        (["hors_sujet"], "definition", False, False),
        (["hors_sujet", "aide", "choix"], "aide", True, False),
    ],
)
def test_one_intent_is_judged_by_its_topic(topics, intent, right, refused):
    verdict = mark(Question("?", tuple(topics), "bruit"), Understood(intent, (), 1.5))
    assert (verdict["right"], verdict["refused"]) == (right, refused)


def test_the_parts_count_and_half_an_answer_is_no_refusal():
    parts = Understood("plusieurs_questions", ("info_absente", "adhesion"), 1)
    assert mark(Question("?", ("adhesion",), "bruit"), parts)["right"]
    half = mark(Question("?", ("hors_sujet",), "bruit"), parts)
    assert (half["right"], half["refused"]) == (False, False)


def test_questions_say_who_writes_and_what_is_right(tmp_path):
    lines = (
        {"q": "un", "topic": "definition", "value": None, "kind": "bruit"},
        {"q": "deux", "topic": "autre_langue", "value": "acteurs", "kind": "hors-champ"},
        {
            "q": "trois",
            "topic": "hors_sujet",
            "value": None,
            "kind": "hors-champ",
            "also": ["aide"],
        },
    )
    (tmp_path / "dev.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    assert list(questions.read_kept(tmp_path / "dev.jsonl")) == [
        Question("un", ("definition",), "bruit"),
        Question("deux", ("acteurs",), "hors-champ", "autres langues"),
        Question("trois", ("hors_sujet", "aide"), "hors-champ", "hors sujet"),
    ]
    path = tmp_path / "examen.txt"
    path.write_text("## definition\nun\n\n## info_absente\ndeux\n## x\ncap2020 | c\n")
    assert [(one.text, one.topics[0]) for one in questions.read_exam(path)] == [
        ("un", "definition"), ("deux", "hors_sujet"), ("c", "x")
    ]  # fmt: skip


def test_the_exams_are_always_there(monkeypatch, tmp_path):
    monkeypatch.setenv("EVAL_DIR", str(tmp_path))
    authors, exam = questions.read_sets().values()
    assert len(authors) > 350
    assert {one.kind for one in authors} == set(figures.TITLES)
    assert len(exam) > 400


def test_nobody_is_timed_on_an_apology():
    topics = {line.topic for line in LINES}
    assert longest_passage("Il y a {nombre} clusters,\u00a0ici :\n{liste}") == "clusters, ici :"
    for topic in topics - {"liste_clusters"}:
        for wording in wordings(topic):
            check(f"Bonjour.\n{wording}", Line("?", topic))
        for other in topics - {topic} | {"pas_compris"}:
            for wording in ("", *wordings(other)):
                with pytest.raises(ProgramError):
                    check(wording, Line("?", topic))
    with pytest.raises(ProgramError):  # the database must have been read
        check(wordings("liste_clusters")[0], Line("?", "liste_clusters"))


def test_what_one_does_not_understand_is_left_out():
    lines = [Line(name, "definition") for name in "abc"]
    said = {name: Understood("definition", (), 1) for name in "abc"}
    said["b"] = Understood("definition", ("definition", "acteurs"), 1)
    kept = understood_lines({"domain": lines, "database": lines}, said)
    assert kept["domain"] == [lines[0], lines[2]]
    with pytest.raises(ProgramError):
        understood_lines({"domain": lines[:2]}, said)


def test_what_was_made_is_kept_until_what_it_is_made_of_changes(tmp_path):
    source, made, calls = tmp_path / "source", tmp_path / "x" / "made", []

    def make() -> None:
        calls.append(1)
        made.write_text("")

    for content, words, count in (("a", "1", 1), ("a", "1", 1), ("b", "1", 2), ("b", "2", 3)):
        source.write_text(content)
        keep(made, [source, words], make)
        assert len(calls) == count


def test_a_worker_answers_line_by_line_or_says_why(tmp_path):
    answers = (
        "import json, sys\nfor line in sys.stdin: print(json.dumps({'intent': json.loads(line)"
    )
    answers += ", 'parts': [], 'milliseconds': 1}))"
    found = ask(Command((sys.executable, "-c", answers), tmp_path), ["adhésion", "b"])
    assert [one.intent for one in found] == ["adhésion", "b"]
    with pytest.raises(ProgramError, match="no model"):
        ask(Command((sys.executable, "-c", "import sys; sys.exit('no model')"), tmp_path), ["a"])


ECHO = """
import http.server, json, sys
class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version, wbufsize = "HTTP/1.1", -1
    def do_POST(self):
        said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        body = json.dumps([{"text": said["message"]}]).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def log_message(self, *_):
        pass
http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
"""
SHORT = {"domain": [Line(one, one) for one in "ab"], "database": [Line(one, one) for one in "cd"]}


def same(text: str, line: Line) -> None:
    assert text == line.text


def test_a_real_server_is_measured(tmp_path):
    port = free_port()
    command = Command((sys.executable, "-c", ECHO, str(port)), tmp_path)
    server = Server([Program(command, tmp_path / "log")], lambda: RestClient(port))
    found = speed.measure_server(server, SHORT, same, turns=4, seconds=0.2)
    assert 0 < found["startup"] < 60
    sizes = [len(found[kind]) for kind in ("domain", "database", "early", "late")]
    assert sizes == [4, 4, 12, 12]
    assert found["throughput"] > 10
    assert 3 < found["memory"] < 200


def test_a_server_that_ends_says_why(tmp_path):
    command = Command((sys.executable, "-c", "import sys; sys.exit('no model')"), tmp_path)
    server = Server([Program(command, tmp_path / "log")], lambda: RestClient(free_port()))
    with pytest.raises(Exception, match="no model"):
        speed.measure_server(server, SHORT, same, turns=1, seconds=0.1)


class Echo:
    """Says what is said, and keeps it by conversation."""

    def __init__(self) -> None:
        self.heard: list[list[str]] = []

    def open(self) -> None:
        self.heard.append([])

    def chat(self, text: str) -> str:
        self.heard[-1].append(text)
        return text

    def close(self) -> None:
        pass


def test_the_greeting_is_not_timed_and_the_windows_of_a_long_conversation_are_alike():
    client = Echo()
    assert len(speed.talk(client, SHORT["domain"], same, "bonjour")) == 2
    assert client.heard == [["bonjour", "a", "b"]]
    long = speed.long_conversation(SHORT)
    assert (len(long), long[1:13]) == (205, long[193:205])


def run(speed_: float = 1.0) -> dict:
    """The reference's figures at speed 1, twice as good at speed 2."""
    return {
        "startup": 30 / speed_,
        "domain": [20 / speed_] * 10,
        "database": [40 / speed_] * 10,
        "early": [20] * 3,
        "late": [30] * 3,
        "throughput": 40 * speed_,
        "memory": 1200 / speed_,
    }


def test_ratios_are_taken_run_by_run_and_every_miss_is_shown():
    measure = figures.MEASURES[0]
    runs = [{"assistant": run(one), "rasa-defaut": run()} for one in (4, 2, 10)]
    assert measure.ratio(runs, "assistant") == pytest.approx((0.25, 0.1, 0.5))
    assert figures.ratio_rows(runs)[0]["assistant / rasa-defaut"] == "0,25 (0,10 à 0,50)"
    verdicts = [
        row["verdict"] for row in figures.ratio_rows([{"assistant": run(2), "rasa-defaut": run()}])
    ]
    assert verdicts.count("**manqué**") == 5
    assert verdicts[1] == "–"
    assert figures.speed_rows(runs)[6]["assistant"].startswith("160,0\u00a0/s")


@pytest.mark.parametrize(
    ("place", "ratio", "told"),
    [(0, 0.34, "**manqué**"), (0, 0.33, "tenu"), (0, 0.2, "tenu, espoir atteint"),
     (6, 2.9, "**manqué**"), (6, 3, "tenu"), (6, 5, "tenu, espoir atteint"), (1, 9, "–")],
)  # fmt: skip
def test_a_verdict_is_that_of_the_median(place, ratio, told):
    assert figures.MEASURES[place].verdict(ratio) == told


def marks(kind: str, right: int, total: int, detail: str = "") -> list[dict]:
    return [
        {"kind": kind, "detail": detail, "right": place < right, "refused": False}
        for place in range(total)
    ]


def test_shares_are_told_by_kind_and_its_parts_and_ours_is_not_spared():
    outside = [*marks("hors-champ", 1, 2, "politesses"), *marks("hors-champ", 0, 2, "hors sujet")]
    better = [*marks("hors-champ", 2, 2, "politesses"), *marks("hors-champ", 0, 2, "hors sujet")]
    asked = {"marks": {
        "assistant": [*outside, *marks("bruit", 9, 10)], "x": [*better, *marks("bruit", 5, 10)],
    }}  # fmt: skip
    rows = figures.understanding_rows(asked, "right")
    assert [row["qui écrit (questions)"] for row in rows] == [
        "frappe fautive (10)", "hors champ (4)", "· dont hors sujet (2)", "· dont politesses (2)"
    ]  # fmt: skip
    assert [list(row.values())[-1] for row in rows] == [
        "oui", "**non**, derrière x", "**non**, à égalité avec x", "**non**, derrière x"
    ]  # fmt: skip
