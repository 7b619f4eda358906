import base64
import json

import jwt
import pytest

from channels.web.tokens import AUDIENCE, InvalidTokenError, Tokens

KEY = "k" * 32


def test_a_token_names_the_conversation_that_it_was_minted_for():
    tokens = Tokens(KEY, 60)
    token = tokens.mint()
    assert tokens.read(token.text) == token
    assert len(base64.urlsafe_b64decode(token.session + "==")) * 8 >= 128


def test_ids_are_never_the_same():
    tokens = Tokens(KEY, 60)
    assert len({tokens.mint().session for _ in range(1000)}) == 1000


def test_it_ends_and_can_be_renewed():
    clock = [1000.0]
    tokens = Tokens(KEY, 60, lambda: clock[0])
    token = tokens.mint()
    clock[0] = 1059
    renewed = tokens.renew(tokens.read(token.text).session)
    clock[0] = 1060
    with pytest.raises(InvalidTokenError):
        tokens.read(token.text)
    assert tokens.read(renewed.text).session == token.session


def unsigned(claims):
    parts = [json.dumps(part).encode() for part in ({"alg": "none"}, claims)]
    return ".".join(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts) + "."


def test_what_was_not_minted_here_is_refused():
    tokens = Tokens(KEY, 60)
    claims = {"sub": "x", "exp": 2**40, "aud": AUDIENCE}
    signed = jwt.encode(claims, KEY, algorithm="HS256")
    assert tokens.read(signed).session == "x"  # so each refusal below has its own cause
    others = [
        "",
        ".",
        "é",
        "x" * 10_000,
        unsigned(claims),
        signed + "=",
        signed[:-1],
        jwt.encode(claims, "o" * 32, algorithm="HS256"),
        jwt.encode(claims, KEY, algorithm="HS512"),
        jwt.encode({**claims, "aud": "other"}, KEY, algorithm="HS256"),
        jwt.encode({"sub": "x", "aud": AUDIENCE}, KEY, algorithm="HS256"),
        jwt.encode({**claims, "exp": 1}, KEY, algorithm="HS256"),
    ]
    for text in others:
        with pytest.raises(InvalidTokenError):
            tokens.read(text)


def test_no_other_spelling_of_a_token_is_taken():
    tokens = Tokens(KEY, 60)
    token = tokens.mint().text
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    for last in alphabet.replace(token[-1], ""):  # base64 has two spare bits there
        with pytest.raises(InvalidTokenError):
            tokens.read(token[:-1] + last)


def test_a_text_longer_than_any_token_is_not_even_read():
    tokens = Tokens(KEY, 60)
    with pytest.raises(InvalidTokenError, match="no token"):
        tokens.read(tokens.renew("x" * 600).text)
