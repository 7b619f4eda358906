import pytest

from components.content import ContentError, read_content, read_entries

FIELDS = {"texte": str, "mots": list}


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("- texte: a\n  mots: [b]\n- texte: a\n", "ligne 3, champ mots : ce champ est obligatoire"),
        ("- texte: a\n  mots: b\n", "ligne 1, champ mots : il faut une liste"),
        ("- texte: [a]\n  mots: [b]\n", "ligne 1, champ texte : il faut un texte"),
        ("- texte: a\n  mots: [b]\n  mot: c\n", "ligne 1, champ mot : ce champ n’existe pas"),
        ("- a\n", "ligne 1 : il faut les champs texte, mots"),
        ("texte: a\n", "ligne 1 : une liste est attendue"),
        ("- texte: a\n  mots: [b\n", "YAML illisible"),
    ],
)
def test_a_mistake_names_file_line_and_field(tmp_path, written, told):
    path = tmp_path / "x.yml"
    path.write_text(written, encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        read_entries(path, FIELDS)
    assert told in str(caught.value)
    assert "x.yml" in str(caught.value)


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(ContentError, match="absent.yml : lecture impossible"):
        read_content(tmp_path / "absent.yml")


def test_an_entry_that_is_whole_is_read(tmp_path):
    path = tmp_path / "x.yml"
    path.write_text("- texte: a\n  mots: [b]\n", encoding="utf-8")
    assert read_entries(path, FIELDS) == [{"texte": "a", "mots": ["b"]}]
