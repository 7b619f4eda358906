import pytest

from doctor.pages import PRIVACY, blanks, promised_days
from doctor.retention import forgetting, kept_days
from tests.doctor.findings import marks, only


def test_conversations_that_are_kept_for_ever():
    assert marks(kept_days(30, public=True)) == "✓"
    assert marks(kept_days(0, public=False)) == "!"
    assert marks(kept_days(0, public=True)) == "✗"


@pytest.mark.parametrize("place", ["etc/cron.d/assistant", "etc/systemd/system/forget.service"])
def test_nothing_runs_forget(tmp_path, place):
    assert marks(forgetting(0, tmp_path)) == ""
    assert marks(forgetting(30, tmp_path)) == "!"
    path = tmp_path / place
    path.parent.mkdir(parents=True)
    path.write_text("17 3 * * * root /opt/assistant-clusters/deploy/backup.sh")
    assert marks(forgetting(30, tmp_path)) == "!"
    path.write_text("47 3 * * * x /opt/assistant-clusters/bin/forget")
    assert marks(forgetting(30, tmp_path)) == "✓"


def test_what_is_still_to_be_filled_in(tmp_path):
    assert marks(blanks(tmp_path)) == "✗"
    page = tmp_path / PRIVACY
    page.write_text("<p>Responsable : <mark>[à compléter]</mark></p>\n<p>Contact : […]</p>")
    assert "2 mentions" in only(blanks(tmp_path)).text
    page.write_text(
        "<!-- <p>[à compléter]</p> --><script>const TODO = 1</script><p>Responsable : X</p>"
    )
    assert marks(blanks(tmp_path)) == "✓"
    (tmp_path / "accessibilite.html").write_text("<p>Contact : À compléter</p>")
    assert "accessibilite.html" in only(blanks(tmp_path)).text


@pytest.mark.parametrize(
    ("told", "days", "mark"),
    [
        ("30 jours", 30, ""),
        ("30&nbsp;jours", 90, "!"),
        ("30\u00a0jours", 0, "!"),
        ("le service le dit", 30, ""),
    ],
)
def test_the_notice_promises_other_days(tmp_path, told, days, mark):
    (tmp_path / PRIVACY).write_text(f"<p>Gardée <strong>{told}</strong>. 24 heures</p>")
    assert marks(promised_days(tmp_path, days)) == mark
