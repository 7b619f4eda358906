"""What can go wrong with a request, told as RFC 9457 asks, in French and English."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

MEDIA_TYPE = "application/problem+json"
# All that there are, by their slug: what is counted must be known beforehand.
STATUSES = {
    "malformed": 400,
    "no-conversation": 401,
    "origin": 403,
    "not-found": 404,
    "no-turn": 404,
    "method": 405,
    "full": 409,
    "too-big": 413,
    "not-json": 415,
    "too-long": 422,
    "empty": 422,
    "key-reused": 422,
    "too-many": 429,
    "failed": 500,
    "busy": 503,
    "too-slow": 504,
}


@dataclass
class Problem(Exception):  # noqa: N818 - the name that the RFC gives it
    """A request that is not answered as it was meant.

    Attributes:
        status: of HTTP.
        slug: names the kind of problem.
        title: what is wrong, in French, then in English.
        detail: what to do, in French, then in English.
        headers: to send with the answer.
    """

    status: int
    slug: str
    title: tuple[str, str]
    detail: tuple[str, str]
    headers: dict[str, str] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """The members of the problem document."""
        return {
            "type": f"urn:problem-type:clusters-chat:{self.slug}",
            "status": self.status,
            "title": self.title[0],
            "detail": self.detail[0],
            "title_en": self.title[1],
            "detail_en": self.detail[1],
        }


def malformed(what: str, what_en: str) -> Problem:
    """400: the request cannot be read."""
    return Problem(
        400, "malformed", ("Requête illisible", "Malformed request"), (f"{what}.", f"{what_en}.")
    )


def unauthorised() -> Problem:
    """401: no conversation goes with this token."""
    return Problem(
        401,
        "no-conversation",
        ("Conversation introuvable", "No such conversation"),
        (
            "Elle a pris fin ou a été effacée : ouvrez-en une nouvelle.",
            "It has ended or was erased: open a new one.",
        ),
        {"WWW-Authenticate": "Bearer"},
    )


def foreign_origin() -> Problem:
    """403: the page that asks stands on no site of ours."""
    return Problem(
        403,
        "origin",
        ("Site non autorisé", "Origin not allowed"),
        (
            "L’assistant n’est pas ouvert aux pages de ce site.",
            "The assistant is not open to pages of this site.",
        ),
    )


def not_found() -> Problem:
    """404: nothing stands at this address."""
    return Problem(
        404,
        "not-found",
        ("Introuvable", "Not found"),
        ("Il n’y a rien à cette adresse.", "There is nothing at this address."),
    )


def wrong_method(allowed: str) -> Problem:
    """405: the address is right, the method is not."""
    return Problem(
        405,
        "method",
        ("Méthode non permise", "Method not allowed"),
        (f"Ici, seules valent : {allowed}.", f"Allowed here: {allowed}."),
        {"Allow": allowed},
    )


def full() -> Problem:
    """409: the conversation has as many turns as one may have."""
    return Problem(
        409,
        "full",
        ("Conversation arrivée à son terme", "The conversation is full"),
        (
            "Elle est devenue très longue : ouvrez-en une nouvelle pour continuer.",
            "It has become very long: open a new one to go on.",
        ),
    )


def too_big(most: int) -> Problem:
    """413: the body holds more than `most` bytes."""
    return Problem(
        413,
        "too-big",
        ("Requête trop longue", "Body too large"),
        (f"Elle ne peut dépasser {most} octets.", f"At most {most} bytes are taken."),
        {"Connection": "close"},  # the rest of it is not waited for
    )


def not_json() -> Problem:
    """415: the body is said to be something else than JSON."""
    return Problem(
        415,
        "not-json",
        ("Format inattendu", "Unsupported media type"),
        ("Le corps doit être en application/json.", "The body must be application/json."),
    )


def too_long(most: int) -> Problem:
    """422: the text is longer than `most` characters."""
    return Problem(
        422,
        "too-long",
        ("Message trop long", "Message too long"),
        (
            f"Un message compte {most} caractères au plus : raccourcissez le vôtre.",
            f"A message holds at most {most} characters: shorten yours.",
        ),
    )


def empty() -> Problem:
    """422: there is no text."""
    return Problem(
        422,
        "empty",
        ("Message vide", "Empty message"),
        ("Écrivez votre question.", "Write your question."),
    )


def key_reused() -> Problem:
    """422: the idempotency key already stands for another message."""
    return Problem(
        422,
        "key-reused",
        ("Clé déjà employée", "Idempotency key reused"),
        (
            "Cette clé accompagne déjà un autre message.",
            "This key already goes with another message.",
        ),
    )


def unknown_turn() -> Problem:
    """404: the conversation has no such turn."""
    return Problem(
        404,
        "no-turn",
        ("Réponse introuvable", "No such turn"),
        (
            "Cette conversation n’a pas cette réponse.",
            "This conversation has no such turn.",
        ),
    )


def too_many(seconds: int) -> Problem:
    """429: a rate limit is reached; it ends in `seconds`."""
    return Problem(
        429,
        "too-many",
        ("Trop de messages", "Too many requests"),
        (
            f"Patientez {seconds} s, puis réessayez.",
            f"Wait {seconds} s, then try again.",
        ),
        {"Retry-After": str(seconds)},
    )


def failed() -> Problem:
    """500: a fault of ours."""
    return Problem(
        500,
        "failed",
        ("Erreur interne", "Internal error"),
        (
            "Une erreur s’est produite de notre côté. Réessayez plus tard.",
            "Something went wrong on our side. Try again later.",
        ),
    )


def busy(seconds: int = 1) -> Problem:
    """503: too much is under way, or the server is not ready."""
    return Problem(
        503,
        "busy",
        ("Assistant très occupé", "Busy"),
        (
            f"Réessayez dans {seconds} s.",
            f"Try again in {seconds} s.",
        ),
        {"Retry-After": str(seconds)},
    )


def too_slow() -> Problem:
    """504: the turn did not end in time."""
    return Problem(
        504,
        "too-slow",
        ("Réponse trop lente", "Turn timed out"),
        (
            "L’assistant n’a pas répondu à temps. Réessayez : rien ne sera dit deux fois.",
            "The assistant did not answer in time. Try again: nothing is said twice.",
        ),
    )
