import pytest

from components.entities.name_index import Name, NameIndex
from components.topics.nouns import Noun
from components.topics.question_subject import Subjects

HEADS = ["cluster", "clusters", "clusters wallons", "pôle de compétitivité", "Contrat d’Avenir"]
TWEED = NameIndex([Name("tweed", "cluster", ["TWEED"])])
CLUB = Noun.read("un club")


@pytest.fixture(scope="module")
def subjects() -> Subjects:
    return Subjects(HEADS, TWEED)


@pytest.mark.parametrize(
    ("question", "replaced"),
    [
        ("C’est quoi un cluster ?", "C’est quoi un club ?"),
        ("les avantages d’un cluster", "les avantages d’un club"),
        ("LES AVANTAGES D'UN CLUSTER", "LES AVANTAGES d’un club"),
        ("avantages dun cluster", "avantages d’un club"),
        ("La liste des clusters wallons", "La liste des clubs"),
        ("adhérer aux clusters", "adhérer aux clubs"),
        ("le Contrat d'avenir, c’est quoi", "le club, c’est quoi"),
        ("que fait TWEED ?", "que fait club ?"),
        ("cluster ou pole de competitivite", "club ou club"),
        ("clustered", None),
        ("combien ça coûte ?", None),
    ],
)
def test_the_same_question_about_something_else(subjects, question, replaced):
    assert subjects.replaced(question, lambda: CLUB) == replaced
