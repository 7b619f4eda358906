import shutil

from doctor import disk
from tests.doctor.findings import marks


def test_too_little_room(tmp_path):
    free = shutil.disk_usage(tmp_path).free
    assert marks(disk.room([tmp_path], wanted=0, least=0)) == "✓"
    assert marks(disk.room([tmp_path], wanted=2 * free, least=0)) == "!"
    assert marks(disk.room([tmp_path], wanted=2 * free, least=2 * free)) == "✗"


def test_a_disk_is_told_once_and_a_folder_may_not_be_there_yet(tmp_path):
    folders = [tmp_path / "not" / "there", tmp_path]
    assert marks(disk.room(folders, wanted=0, least=0)) == "✓"
    assert not folders[0].parent.exists()


def test_the_reserve_that_a_full_disk_took(tmp_path):
    database, reserve = tmp_path / "x.db", tmp_path / "x.db.reserve"
    assert marks(disk.reserve(database, reserve)) == ""
    database.touch()
    assert marks(disk.reserve(database, reserve)) == "!"
    reserve.touch()
    assert marks(disk.reserve(database, reserve)) == ""
