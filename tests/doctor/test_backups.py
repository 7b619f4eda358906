import datetime as dt

import pytest

from doctor.backups import NAME, backups
from tests.doctor.findings import marks

NOW = dt.datetime(2026, 3, 31, 12)


@pytest.mark.parametrize(("hours", "mark"), [(1, "✓"), (47, "✓"), (49, "✗")])
def test_the_age_of_the_last_one(tmp_path, hours, mark):
    for age in (hours, 1000):
        (tmp_path / (NOW - dt.timedelta(hours=age)).strftime(NAME)).mkdir()
    assert marks(backups(tmp_path, NOW)) == mark


def test_no_whole_one(tmp_path):
    (tmp_path / f"{NOW.strftime(NAME)}.partial").mkdir()
    (tmp_path / NOW.strftime(NAME)).touch()
    assert marks(backups(tmp_path, NOW)) == "✗"
    assert marks(backups(tmp_path / "missing", NOW)) == "✗"
