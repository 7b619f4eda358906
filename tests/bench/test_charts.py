"""The pictures are drawn from results alone, whole or not."""

from bench.charts import draw_comparison, draw_load
from tests.bench.test_peers import marks, run

ROW = dict.fromkeys(("demandes/s", "servies/s", "messages/s"), 1.0)
TAILS = {"p50 (ms)": 2.0, "p95 (ms)": 3.0, "p99 (ms)": None}


def test_every_part_of_the_load_has_its_picture(tmp_path):
    rows = [{**ROW, **TAILS, "visiteurs": 2, "charge (%)": 20, "secondes": one} for one in (0, 1)]
    over = {"windows": rows, "calm": 0, "over": 1}
    sizes = [{"messages": one, "RSS (Mo)": 1, "PSS (Mo)": 1, "base (Mo)": 1} for one in (0, 9)]
    results = {
        "closed": {"tables": {"fermee": [rows]}, "knee": 2},
        "open": {"tables": {"ouverte": [rows, rows]}, "knee": None, "overload": over},
        "limits": {"tables": {}},
        "memory": {"series": sizes},
    }
    draw_load(results, tmp_path)
    assert sorted(path.name for path in tmp_path.glob("*.png")) == [
        "charge-fermee.png", "charge-memoire.png", "charge-ouverte.png", "charge-surcharge.png"
    ]  # fmt: skip


def test_a_comparison_is_drawn_with_and_without_speed(tmp_path):
    asked = {"marks": {"assistant": marks("bruit", 9, 10), "rasa-defaut": marks("bruit", 5, 10)}}
    results = {"understanding": {"sets": [asked]}}
    draw_comparison(results, tmp_path / "a.png")
    runs = [{"assistant": run(4), "rasa-defaut": run()}]
    draw_comparison({**results, "speed": {"runs": runs}}, tmp_path / "b.png")
    assert (tmp_path / "b.png").stat().st_size > (tmp_path / "a.png").stat().st_size
