"""A coded project: sources, coders' layers, codings on passages, relations between codings, and memos."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from newel.coding.codebook import Codebook
from newel.transcripts import Unit

Purpose = Literal["first", "second", "reconciled"]
MemoKind = Literal["analytic", "method", "reflexive", "code"]
Subject = Literal["project", "source", "code", "layer", "coding", "relation"]


@dataclass(frozen=True)
class Source:
    """An interview, focus group, observation note, minutes or open answers, in the text version that is coded."""

    id: str
    title: str
    kind: str
    """interview, focus_group, observation, minutes, answers."""
    text: str
    units: tuple[Unit, ...] = ()
    case: str | None = None
    """The study's own pseudonym of the person or group it speaks for."""
    group: str | None = None
    site: str | None = None
    wave: str | None = None
    held_on: date | None = None
    may_be_quoted: bool = False
    version: int = 1
    """Number of the text version that `text` is."""


@dataclass(frozen=True)
class Layer:
    """What one coder codes in one round."""

    id: str
    coder: str
    """The pseudonym of the coder."""
    round: int = 1
    purpose: Purpose = "first"
    blind: bool = False
    """Neither coder of the round sees the other's layer before both are locked."""
    locked: bool = False


@dataclass(frozen=True)
class Coding:
    """A code on a passage: code points from `start`, `end` exclusive, of one text version of a source."""

    id: str
    layer: str
    source: str
    version: int
    code: str
    start: int
    end: int


@dataclass(frozen=True)
class RelationPart:
    """One coding and the role it plays in a relation."""

    role: str
    coding: str


@dataclass(frozen=True)
class Relation:
    """Codings that belong together, as the context, mechanism and outcome of one explanation do."""

    id: str
    kind: str
    """Id of a RelationKind of the codebook, as `cmo`."""
    parts: tuple[RelationPart, ...]


@dataclass(frozen=True)
class Link:
    """One thing that a memo is about; the project itself has no id."""

    kind: Subject
    id: str = ""


@dataclass(frozen=True)
class Memo:
    """A note to oneself or to the team, about anything in the project."""

    id: str
    kind: MemoKind
    about: tuple[Link, ...]
    text: str
    by: str
    on: datetime


@dataclass(frozen=True)
class Project:
    """Everything that coding a set of sources consists of."""

    title: str
    sources: tuple[Source, ...]
    codebook: Codebook
    layers: tuple[Layer, ...] = ()
    codings: tuple[Coding, ...] = ()
    memos: tuple[Memo, ...] = ()
    relations: tuple[Relation, ...] = ()
