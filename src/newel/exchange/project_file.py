"""project.toml of a coding project: its sources, layers, memos and relations, without a word of a source."""

from datetime import date, datetime

from newel.coding.project import MemoKind, Purpose, Subject
from newel.protocol import Part


class SourceBlock(Part):
    """A `[[sources]]` block: what is known of a source, and the file with its text."""

    id: str
    """Its id in this project."""
    file: str
    """The file in the folder `texts` that holds its words, in UTF-8."""
    sha256: str
    """Of that file. Codings stand on its characters, so a changed text is refused."""
    title: str
    """What pages and tables call it."""
    kind: str
    """interview, focus_group, observation, minutes or answers."""
    version: int = 1
    """The number of the text version."""
    case: str | None = None
    """The study's own pseudonym of the person or group it speaks for."""
    group: str | None = None
    """A group of the protocol."""
    site: str | None = None
    """A site of the protocol."""
    wave: str | None = None
    """A wave of the protocol."""
    held_on: date | None = None
    """The day it was held."""
    may_be_quoted: bool = False
    """Whether those it speaks for agreed to be quoted. Tables hold its words only then."""


class LayerBlock(Part):
    """A `[[layers]]` block: what one coder codes in one round."""

    id: str
    """Its id in codings.csv."""
    coder: str
    """The pseudonym of the coder."""
    round: int = 1
    """The round of coding."""
    purpose: Purpose = "first"
    """What the layer is for."""
    blind: bool = False
    """Whether the coders of the round may not see each other's layers before both are locked."""
    locked: bool = False
    """Whether it takes no more codings."""


class LinkBlock(Part):
    """One thing a memo is about."""

    kind: Subject
    """What it is; the project itself has no id."""
    id: str = ""
    """Its id."""


class MemoBlock(Part):
    """A `[[memos]]` block."""

    id: str
    """Its id in this project."""
    kind: MemoKind
    """What sort of thought it is."""
    by: str
    """The pseudonym of who wrote it."""
    on: datetime
    """When it was written."""
    about: tuple[LinkBlock, ...] = ()
    """What it is about; a memo may be about many things."""
    text: str
    """What it says."""


class PartBlock(Part):
    """One coding of a relation."""

    role: str
    """The role it plays, as the codebook names it."""
    coding: str
    """The id of the coding."""


class RelationBlock(Part):
    """A `[[relations]]` block: codings that belong together."""

    id: str
    """Its id in this project."""
    kind: str
    """A kind of relation of the codebook, as `cmo`."""
    parts: tuple[PartBlock, ...]
    """Its codings."""


class ProjectFile(Part):
    """project.toml of a coding project."""

    title: str
    """What the project is called."""
    sources: tuple[SourceBlock, ...] = ()
    layers: tuple[LayerBlock, ...] = ()
    relations: tuple[RelationBlock, ...] = ()
    memos: tuple[MemoBlock, ...] = ()
