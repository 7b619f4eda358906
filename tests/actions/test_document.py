from pathlib import Path

import pytest

from actions.cluster_catalogue.document import DocumentError, read_document

SLUG_LINE = 19  # where the first slug stands in data/clusters.yml


def error_of(path: Path) -> str:
    with pytest.raises(DocumentError) as caught:
        read_document(path)
    return str(caught.value)


def test_reads_the_project_s_catalogue(document):
    content, version = read_document(document())
    assert [one.slug for one in content.clusters] == [
        "cap2020",
        "eco-construction",
        "plastiwin",
        "infopole",
        "tweed",
        "twist",
    ]
    assert len(content.poles) == 6
    assert len(version) == 64


def test_the_version_follows_the_content(document):
    first = read_document(document())[1]
    assert read_document(document())[1] == first
    assert read_document(document("- couvreur", "- couvreuse"))[1] != first


@pytest.mark.parametrize(
    ("old", "new", "field", "remedy"),
    [
        ("    nom: CAP 2020\n", "", "clusters.1.nom", "obligatoire"),
        ("    nom: CAP 2020", "    nom: 2020", "clusters.1.nom", "texte"),
        ("    nom: CAP 2020", "    nom: ''", "clusters.1.nom", "vide"),
        ("    nom: CAP 2020", "    nomm: CAP 2020", "clusters.1.nomm", "orthographe"),
        ("slug: cap2020", "slug: CAP 2020", "clusters.1.slug", "minuscules"),
        ("slug: tweed", "slug: twist", "clusters.6.slug", "déjà pris par clusters.5"),
        ("verifie_le: 2026-11-23", "verifie_le: hier", "clusters.1.verifie_le", "AAAA-MM-JJ"),
        ("verifie_le: 2026-11-23", "verifie_le: 2999-01-01", "clusters.1.verifie_le", "futur"),
        ("lien: http://", "lien: ", "clusters.1.lien", "http://"),
        (
            "En janvier 2018, une tribune publiée par Le Vif citait",
            "Une tribune citait",
            "clusters.1.faits.1.texte",
            "date",
        ),
        ("attributs: [membres]", "attributs: [lieux]", "clusters.1.faits.1.attributs.1", "lieu,"),
        ("      - construction\n", "      -\n", "clusters.1.metiers.1", "vide"),
    ],
)
def test_an_error_names_file_line_field_and_remedy(document, old, new, field, remedy):
    path = document(old, new)
    message = error_of(path)
    first = message.splitlines()[0]
    assert str(path) in first
    assert f"champ {field} :" in message
    assert remedy in message
    line = int(first.split("ligne ")[1].split(",")[0])
    assert line >= SLUG_LINE


def test_the_line_is_that_of_the_field(document):
    path = document("    nom: PLASTIWIN", "    nom: 12")
    wanted = path.read_text(encoding="utf-8").splitlines().index("    nom: 12") + 1
    assert f"ligne {wanted}, champ clusters.3.nom" in error_of(path)


def test_every_error_is_told_at_once(document):
    path = document("    nom: CAP 2020\n", "")
    path.write_text(path.read_text(encoding="utf-8").replace("slug: twist", "slug: T W"), "utf-8")
    assert len(error_of(path).splitlines()) == 2


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("clusters: [", "ligne 1"),
        ("clusters:\n\t- slug: x\n", "ligne 2"),
        ("clusters: []\nclusters: []\n", "ligne 2"),
        ("", "champ clusters"),
        ("- un\n- deux\n", "champs"),
        ("clusters: oui\n", "liste"),
    ],
)
def test_broken_yaml_is_told_with_its_line(tmp_path, content, told):
    path = tmp_path / "clusters.yml"
    path.write_text(content, encoding="utf-8")
    assert told in error_of(path)


def test_a_file_that_is_missing_or_in_another_encoding(tmp_path):
    assert "n’existe pas" in error_of(tmp_path / "rien.yml")
    path = tmp_path / "latin.yml"
    path.write_bytes("# un\n# été\n".encode("latin-1"))
    assert "ligne 2 : enregistrez le fichier en UTF-8" in error_of(path)
    assert "lecture impossible" in error_of(tmp_path)
