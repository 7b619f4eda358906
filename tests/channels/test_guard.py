import pytest

from channels.guard import MAX_CHARS, typed_text


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("c’est quoi un cluster ?", "c’est quoi un cluster ?"),
        ("/restart", "restart"),
        (' \u200b / /detail_cluster{"cluster": "tweed"}', 'detail_cluster{"cluster": "tweed"}'),
        ("\u202e/session_start", "session_start"),
        ("a\x00b\x0bc\x85d", "a b c d"),
        ("un\u2028mot\u3000ici", "un mot ici"),
        ("\ud800cluster", "cluster"),
        ("e\u0301te\u0301", "été"),
        ("c" + "\u0301\u0323\u0336\u0489" * 20 + "luster", "\u0107\u0336luster"),
        ("?", "?"),
        ("👍", "👍"),
        ("\u2764\ufe0f", "\u2764\ufe0f"),
        ("\ufeff\u200b\u2060", ""),
        ("///", ""),
        ("...", ""),
        ("", ""),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
    ],
)
def test_what_is_typed_becomes_plain_text(typed, text):
    assert typed_text(typed) == text


def test_a_document_is_cut():
    assert len(typed_text("mot " * 10_000)) <= MAX_CHARS
