from rasa.shared.core.events import ActiveLoop, BotUttered, SlotSet
from rasa.shared.core.slots import TextSlot
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from components.dialogue.question_merger import QuestionMerger
from components.dialogue.question_splitter import DIVISION, PART, REST, QuestionSplitter

NOTHING_SAID = DialogueStateTracker.from_events("s", [])


def message(text, intent, confidence=0.9, entities=(), part=None, division=0) -> Message:
    data = {TEXT: text, INTENT: {"name": intent, "confidence": confidence}}
    place = {PART: part, **({DIVISION: division} if part and part > 0 else {})} if part else {}
    return Message({**data, ENTITIES: list(entities), **place})


def merged(*messages: Message, tracker: DialogueStateTracker = NOTHING_SAID) -> Message:
    (whole,) = QuestionMerger(QuestionMerger.get_default_config()).process(list(messages), tracker)
    return whole


def asked(whole: Message) -> list[str]:
    return [e["value"] for e in whole.get(ENTITIES) if e["entity"] == "question"]


def two(
    first="definition", second="adhesion", confidence=0.9, words="qui paie cela ?", entities=()
):
    return merged(
        message("le tout", first),
        message("c’est quoi ?", first, entities=entities, part=1),
        message(words, second, confidence, part=2),
    )


def test_two_sure_and_different_questions_are_two():
    whole = two()
    assert whole.get(INTENT)["name"] == "plusieurs_questions"
    assert asked(whole) == ["definition", "adhesion"]


def test_all_else_is_one():
    for whole in (
        two(confidence=0.5),
        two(second="definition"),
        two(second="caracteristiques"),
        two(second="saluer"),
        two(words="c’est-à-dire ?"),
        two(words="ces clusters ?"),
    ):
        assert whole.get(INTENT)["name"] == "definition"
        assert asked(whole) == []


def test_of_several_ways_to_divide_it_the_surest_counts():
    whole = merged(
        message("le tout", "definition"),
        message("c’est quoi ?", "definition", 0.75, part=1),
        message("qui paie cela ?", "adhesion", part=2),
        message("c’est quoi, qui ?", "acteurs", part=1, division=1),
        message("combien cela coûte ?", "adhesion", part=2, division=1),
    )
    assert asked(whole) == ["acteurs", "adhesion"]


def refused(whole_intent, confidence, second="adhesion"):
    return merged(
        message("le tout", whole_intent, confidence),
        message("c’est quoi ?", "definition", part=1),
        message("qui paie cela ?", second, part=2),
    )


def test_a_message_refused_as_a_whole_is_not_divided():
    for intent in ("hors_sujet", "info_absente", "nom_inconnu", "premisse", "service"):
        assert asked(refused(intent, 0.5)) == []
    assert asked(refused("info_absente", 0.9, second="info_absente")) == []


def test_what_the_page_leaves_open_may_be_one_of_two_questions():
    whole = refused("info_absente", 0.5, second="info_absente")
    assert asked(whole) == ["definition", "info_absente"]


def test_an_introduction_is_no_question():
    whole = merged(
        message("le tout", "adhesion"),
        message("je suis couvreur", "cluster_par_secteur", part=1),
        message("comment entrer ?", "adhesion", part=2),
    )
    assert whole.get(INTENT)["name"] == "adhesion"


def test_the_cluster_of_the_first_question_is_that_of_the_second():
    tweed = {"entity": "cluster", "value": "tweed"}
    whole = two(first="detail_cluster", second="adhesion", entities=[tweed])
    questions = [e for e in whole.get(ENTITIES) if e["entity"] == "question"]
    assert [q["entities"] for q in questions] == [[tweed], [tweed]]


def test_a_question_in_another_language_keeps_its_topic():
    english = {"entity": "langue", "value": "en"}
    whole = merged(message("what is it?", "definition", entities=[english]))
    assert whole.get(INTENT)["name"] == "autre_langue"
    assert asked(whole) == ["definition"]
    thanks = merged(message("thank you", "remercier", entities=[english]))
    assert asked(thanks) == ["remercier"]
    other = merged(message("hm hm", "nier", entities=[english]))
    assert other.get(INTENT)["name"] == "nier"


def test_two_questions_in_another_language_bring_one_line_of_courtesy():
    english = {"entity": "langue", "value": "en"}
    whole = merged(
        message("what is it and who pays?", "definition", entities=[english]),
        message("what is it", "definition", entities=[english], part=1),
        message("who pays?", "soutien_public", entities=[english], part=2),
    )
    assert whole.get(INTENT)["name"] == "autre_langue"
    assert asked(whole) == ["definition", "soutien_public"]
    assert [e["value"] for e in whole.get(ENTITIES) if e["entity"] == "langue"] == ["en"]


def test_three_questions_beat_two():
    whole = merged(
        message("le tout", "definition"),
        message("c’est quoi ?", "definition", part=1),
        message("qui paie et où ?", "soutien_public", part=2),
        message("c’est quoi ?", "definition", part=1, division=1),
        message("qui paie ?", "soutien_public", part=2, division=1),
        message("comment entrer ?", "adhesion", part=3, division=1),
    )
    assert asked(whole) == ["definition", "soutien_public", "adhesion"]


def after_a_little_word(
    whole="entendu", rest="adhesion", confidence=0.8, words="c’est cher ?", tracker=NOTHING_SAID
) -> str:
    parts = message(f"ok. {words}", whole, 1.0), message(words, rest, confidence, part=REST)
    return merged(*parts, tracker=tracker).get(INTENT)["name"]


def test_what_follows_a_little_word_is_the_message():
    assert after_a_little_word() == "adhesion"
    assert after_a_little_word(whole="arreter") == "adhesion"
    assert after_a_little_word(whole="nlu_fallback", confidence=0.6) == "adhesion"


def test_a_little_word_alone_stays_what_it_is():
    assert after_a_little_word(rest="au_revoir") == "entendu"
    assert after_a_little_word(confidence=0.4) == "entendu"
    assert after_a_little_word(confidence=0.6, words="pour tout cela ici bas") == "entendu"
    assert after_a_little_word(whole="avantages") == "avantages"


def test_a_yes_that_was_asked_for_stays_one():
    asks = BotUttered("Un projet ?", metadata={"utter_action": "utter_quel_projet"})
    search = DialogueStateTracker.from_events(
        "s",
        [asks, ActiveLoop("un_cluster_pour_vous"), SlotSet("requested_slot", "projet")],
        slots=[TextSlot("requested_slot", mappings=[])],
    )
    assert after_a_little_word(whole="affirmer", tracker=search) == "affirmer"


def test_the_splitter_puts_the_parts_behind_the_whole():
    whole = Message({TEXT: "c’est quoi ? et qui paie ?"})
    messages = QuestionSplitter().process([whole])
    assert messages[0] is whole
    assert [(m.get(TEXT), m.get(PART)) for m in messages[1:3]] == [
        ("c’est quoi ?", 1),
        ("qui paie ?", 2),
    ]
    (left,) = QuestionSplitter().process([Message({TEXT: "bon ok, et le prix ?"})])[1:2]
    assert (left.get(TEXT), left.get(PART)) == ("le prix ?", REST)
    pressed = [Message({TEXT: '/detail_cluster{"cluster": "tweed", "x": "y"}'})]
    assert QuestionSplitter().process(pressed) == pressed
