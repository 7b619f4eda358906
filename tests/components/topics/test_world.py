import pytest

from components.topics.world import WORLD, World, WorldError

WHOLE = WORLD.read_text(encoding="utf-8")


def read(tmp_path, content: str) -> World:
    path = tmp_path / "monde.yml"
    path.write_text(content, encoding="utf-8")
    return World.read(path)


def test_the_project_s_world_can_be_read(tmp_path):
    assert read(tmp_path, WHOLE) == World.read(WORLD)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("\ncadres:", "\ncadre:", "« cadres » manque"),
        ("{d'un} ?", "{dans un} ?", "« dans un » n’est pas un petit mot connu"),
        ("    - un passeport\n", "    - un passeport: oui\n", "entre guillemets"),
        ("    - un passeport\n", "    - 112\n", "entre guillemets"),
    ],
)
def test_what_cannot_be_used_is_told(tmp_path, old, new, told):
    assert old in WHOLE
    with pytest.raises(WorldError, match="monde.yml") as error:
        read(tmp_path, WHOLE.replace(old, new, 1))
    assert told in str(error.value)


def test_the_line_is_that_of_the_entry(tmp_path):
    with pytest.raises(WorldError) as error:
        read(tmp_path, WHOLE.replace("    - un passeport\n", "    - 4711\n", 1))
    line = WHOLE.splitlines().index("    - un passeport") + 1
    assert f"ligne {line} :" in str(error.value)
