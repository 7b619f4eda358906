import io
import json
import tarfile
from pathlib import Path

import pytest

from doctor.model import model, model_id
from scripts.train import Inputs
from tests.doctor.findings import marks

PRESENT = Inputs("content", "code")


@pytest.fixture
def trained(tmp_path) -> Path:
    path = tmp_path / "assistant.tar.gz"
    with tarfile.open(path, "w:gz") as archive:
        for name, content in (
            ("./metadata.json", json.dumps({"model_id": "abc"})),
            ("x", "y" * 9999),
        ):
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content.encode()))
    return path


def test_a_model_of_what_is_there(trained):
    assert model_id(trained) == "abc"
    assert marks(model(trained, PRESENT, PRESENT)) == "✓"


@pytest.mark.parametrize("learned", [None, Inputs("older", "code"), Inputs("content", "older")])
def test_a_model_of_something_else(trained, learned):
    assert marks(model(trained, PRESENT, learned)) == "✗"


def test_a_model_that_is_missing_cut_or_none(trained):
    whole = trained.read_bytes()
    for content in (whole[: len(whole) // 2], b"no archive", b""):
        trained.write_bytes(content)
        assert marks(model(trained, PRESENT, PRESENT)) == "✗"
    trained.unlink()
    assert marks(model(trained, PRESENT, PRESENT)) == "✗"
