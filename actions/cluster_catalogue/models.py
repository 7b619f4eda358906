"""The tables of the catalogue. Written and read through `load.py` and `catalogue.py` only."""

from __future__ import annotations

import enum
from typing import Any

from sqlalchemy import Column, Date, Enum, ForeignKey, Integer, String, Text
from sqlalchemy.orm import declarative_base, relationship

Base: Any = declarative_base()


class Family(str, enum.Enum):
    """What an organisation is.

    A cluster of the page, a pôle for what no cluster covers, or a network that visitors take for
    a cluster and that the page does not know.
    """

    CLUSTER = "cluster"
    POLE = "pole"
    NETWORK = "reseau"


class Organisation(Base):
    """A cluster or a pôle de compétitivité, as `data/clusters.yml` describes it.

    `presentation` says what it is with the page's words: "le cluster de la construction".
    `position` is the rank in the file, which is the order of the page.
    """

    __tablename__ = "catalogue_organisation"

    slug = Column(String(40), primary_key=True)
    family = Column(Enum(Family, native_enum=False, length=10), nullable=False, index=True)
    position = Column(Integer, nullable=False)
    name = Column(String(80), nullable=False)
    presentation = Column(String(200), nullable=False)
    since = Column(String(40))
    link = Column(String(200), nullable=False)
    source = Column(String(300), nullable=False)
    checked_on = Column(Date, nullable=False)

    wordings = relationship(
        "Wording", order_by="Wording.id", lazy="selectin", cascade="all, delete-orphan"
    )
    facts = relationship("Fact", order_by="Fact.id", lazy="selectin", cascade="all, delete-orphan")

    def said_of(self, attribute: str) -> list[str]:
        """What is known of one attribute (`data/attributs.yml`), in the order of the file."""
        return [str(fact.text) for fact in self.facts if attribute in fact.attributes.split()]

    def worded(self, kind: WordingKind) -> list[str]:
        """The wordings of one kind, in the order of the file."""
        return [str(wording.text) for wording in self.wordings if wording.kind == kind]


class WordingKind(str, enum.Enum):
    """What a wording tells of an organisation's name.

    NAME: it goes by this name too, and slips in it are forgiven. SPELLING: visitors write it
    so, to the letter. HOMONYM: beside this word the name means something else.
    """

    NAME = "name"
    SPELLING = "spelling"
    HOMONYM = "homonym"


class Wording(Base):
    """A word or a few by which the name of an organisation is told, or told apart."""

    __tablename__ = "catalogue_wording"

    id = Column(Integer, primary_key=True)
    slug = Column(ForeignKey("catalogue_organisation.slug", ondelete="CASCADE"), nullable=False)
    kind = Column(Enum(WordingKind, native_enum=False, length=10), nullable=False)
    text = Column(String(80), nullable=False)


class Fact(Base):
    """A sentence that a public source said of an organisation; its date is in the sentence.

    `attributes` are the questions that it answers, as `data/attributs.yml` calls them, with
    spaces between.
    """

    __tablename__ = "catalogue_fact"

    id = Column(Integer, primary_key=True)
    slug = Column(ForeignKey("catalogue_organisation.slug", ondelete="CASCADE"), nullable=False)
    text = Column(Text, nullable=False)
    source = Column(String(300), nullable=False)
    attributes = Column(String(120), nullable=False, default="")


class Activity(Base):
    """A trade, product or service. Serves to match what visitors say; is never asserted.

    `slug` is the organisation whose field it is, or null when neither a cluster nor a pôle
    covers it.
    """

    __tablename__ = "catalogue_activity"

    id = Column(Integer, primary_key=True)
    slug = Column(ForeignKey("catalogue_organisation.slug", ondelete="CASCADE"))
    phrase = Column(String(120), nullable=False)


class Edition(Base):
    """The one row that says which state of `data/clusters.yml` the database holds."""

    __tablename__ = "catalogue_edition"

    version = Column(String(64), primary_key=True)
