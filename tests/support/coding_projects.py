"""Coding projects for tests: a small one with something of everything, and any that Hypothesis can think of."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

from hypothesis import strategies as st

from newel.coding import (
    Code,
    Codebook,
    Coding,
    Layer,
    Link,
    Memo,
    Project,
    Relation,
    RelationKind,
    RelationPart,
    Role,
    Source,
)
from newel.transcripts import Unit, normal, units_of

TALK = (
    "Interviewer: How was the first week?\nP1: Fine, café at nine, then the handover 😀. Nobody rushed us.\n"
    "Interviewer: And after?\nP1: =1+1 is what they wrote down; \"signed\", of course."
)
NOTES = "Ten people. The chair asked twice who would tell the family.\n\nNobody answered at first."
CMO = RelationKind("cmo", "Context, mechanism, outcome", (Role("context", "Context"), Role("mechanism", "Mechanism")))


def a_codebook() -> Codebook:
    """Return a codebook of two themes, one with two codes below it."""
    return Codebook(
        id="handover",
        title="Handover",
        version=3,
        codes=(
            Code("care", "Care", definition="What is done.", include="Meals.", exclude="Pay.", place=1),
            Code("time", "Time", "care", definition="Having it.", example="“No rush.”", colour="#a0b0c0", place=1),
            Code("trust", "Trust, & <faith>", parent="care", reference="npt:coherence", place=2),
            Code("paper", "Paper", place=2),
            Code("old", "Old", place=3, retired=True, merged_into="paper"),
        ),
        relations=(CMO,),
    )


def a_project() -> Project:
    """Return a project with two sources, two layers, seven codings, memos and a relation."""
    talk = Source(
        id="talk-one",
        title="Talk one",
        kind="interview",
        text=TALK,
        units=units_of(TALK),
        case="C07",
        group="staff",
        site="oak",
        wave="w1",
        held_on=date(2018, 5, 4),
        may_be_quoted=True,
        version=2,
    )
    notes = Source(id="notes", title="Notes", kind="observation", text=NOTES, units=units_of(NOTES), site="elm")
    layers = (Layer("K1-1", "K1", blind=True, locked=True), Layer("K2-1", "K2", purpose="second"))
    marks = [
        ("K1-1", talk, "time", "Nobody rushed us."),
        ("K2-1", talk, "time", "Nobody rushed us."),
        ("K1-1", talk, "care", "café at nine, then the handover 😀."),
        ("K2-1", talk, "paper", "=1+1 is what they wrote down"),
        ("K1-1", notes, "trust", "who would tell the family"),
        ("K1-1", notes, "old", "Ten people."),
        ("K2-1", notes, "care", NOTES),
    ]
    codings = tuple(a_coding(f"c{number}", *mark) for number, mark in enumerate(marks))
    on = datetime(2018, 6, 1, 9, 30, tzinfo=timezone(timedelta(hours=1)))
    return Project(
        title="Handover study",
        sources=(talk, notes),
        codebook=a_codebook(),
        layers=layers,
        codings=codings,
        memos=(
            Memo("m1", "analytic", (Link("coding", "c0"), Link("code", "time")), "Time again.", "K1", on),
            Memo("m2", "method", (Link("project"), Link("source", "notes")), "Two rooms.\nOne door.", "K2", on),
            Memo("m3", "reflexive", (Link("layer", "K1-1"), Link("relation", "r1")), "I hoped so.", "K3", on),
        ),
        relations=(Relation("r1", "cmo", (RelationPart("context", "c0"), RelationPart("mechanism", "c2"))),),
    )


def a_coding(identifier: str, layer: str, source: Source, code: str, words: str) -> Coding:
    """Return a coding on the first place of these words."""
    start = source.text.index(words)
    return Coding(identifier, layer, source.id, source.version, code, start, start + len(words))


def in_order(project: Project) -> Project:
    """Return a project with everything whose order means nothing sorted."""
    return replace(
        project,
        codebook=replace(project.codebook, codes=tuple(sorted(project.codebook.codes, key=lambda code: code.id))),
        codings=tuple(sorted(project.codings, key=lambda coding: coding.id)),
        memos=tuple(replace(memo, about=tuple(sorted(set(memo.about), key=str))) for memo in project.memos),
    )


def passages(project: Project) -> list[tuple[str, str, str, str]]:
    """Return (words, code, source's title, coder) of every coding, in an order of their own."""
    sources = {source.id: source for source in project.sources}
    coders = {layer.id: layer.coder for layer in project.layers}
    names = {code.id: code.name for code in project.codebook.codes}
    return sorted(
        (
            sources[one.source].text[one.start : one.end],
            names[one.code],
            sources[one.source].title,
            coders[one.layer],
        )
        for one in project.codings
    )


_LINES = ["\r\n", "\n", "\r", "\t", " "]
_ODD = ["a", "é", "e\u0301", "\u0301", "\u0323", "😀", "👩‍👧", "ß", "ﬁ", "\u1112\u1161", "한", *_LINES]
_LETTERS = st.one_of(
    st.sampled_from(_ODD),
    st.characters(exclude_categories=["Cs"]),
)
TEXTS = st.lists(_LETTERS, max_size=40).map("".join)
_IDS = st.one_of(
    st.from_regex(r"[a-z][a-z0-9_.-]{0,8}", fullmatch=True),
    st.uuids().map(str),
)
_KINDS = ["analytic", "method", "code"]
_NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
_DAYS = st.dates(date(1990, 1, 1), date(2040, 1, 1))
_MOMENTS = st.datetimes(
    datetime(1990, 1, 1),  # noqa: DTZ001 - Hypothesis wants bounds without a zone
    datetime(2040, 1, 1),  # noqa: DTZ001 - the same
    timezones=st.sampled_from([None, UTC, timezone(timedelta(hours=-5))])
)


@st.composite
def projects(draw: st.DrawFn, *, normal_texts: bool = True) -> Project:
    """Draw a project; texts are in Newel's form, or as they come."""
    texts = TEXTS.map(normal) if normal_texts else TEXTS
    codes = _drawn_codes(draw)
    layers = tuple(
        Layer(each, draw(_NAMES), draw(st.integers(1, 3)), draw(st.sampled_from(["first", "second", "reconciled"])))
        for each in draw(st.lists(_IDS, unique=True, max_size=3))
    )
    sources = tuple(_drawn_source(draw, each, draw(texts)) for each in draw(st.lists(_IDS, unique=True, max_size=3)))
    codings = _drawn_codings(draw, sources, layers, codes)
    memos = tuple(
        Memo(each, draw(st.sampled_from(_KINDS)), _links(draw, codings), draw(TEXTS), "K1", draw(_MOMENTS))
        for each in draw(st.lists(_IDS, unique=True, max_size=2))
    )
    parts = tuple(RelationPart("context", one.id) for one in codings[:3])
    relations = (Relation("r", "cmo", parts),) if parts else ()
    book = Codebook("book", draw(_NAMES), 2, codes, relations=(CMO,))
    return Project(draw(_NAMES), sources, book, layers, codings, memos, relations)


def _drawn_codes(draw: st.DrawFn) -> tuple[Code, ...]:
    codes: list[Code] = []
    for place, each in enumerate(draw(st.lists(_IDS, unique=True, max_size=5)), start=1):
        parent = draw(st.sampled_from([None, *(code.id for code in codes)]))
        words = draw(st.lists(TEXTS, min_size=4, max_size=4))
        codes.append(
            Code(each, f"{place} {draw(_NAMES)}".strip(), parent, *words, place=place, retired=draw(st.booleans()))
        )
    return tuple(codes)


def _drawn_source(draw: st.DrawFn, identifier: str, text: str) -> Source:
    units = draw(st.sampled_from([(), units_of(text), (Unit(1, "answer", 0, len(text), "P1"),)]))
    known = [draw(st.one_of(st.none(), _NAMES)) for _ in range(4)]
    held = draw(st.one_of(st.none(), _DAYS))
    may, version = draw(st.booleans()), draw(st.integers(1, 4))
    return Source(identifier, draw(_NAMES), "minutes", text, units, *known, held, may, version)


def _drawn_codings(
    draw: st.DrawFn, sources: tuple[Source, ...], layers: tuple[Layer, ...], codes: tuple[Code, ...]
) -> tuple[Coding, ...]:
    filled = [source for source in sources if source.text]
    if not (filled and layers and codes):
        return ()
    codings = []
    for each in draw(st.lists(_IDS, unique=True, max_size=6)):
        source = draw(st.sampled_from(filled))
        start = draw(st.integers(0, len(source.text) - 1))
        end = draw(st.integers(start + 1, len(source.text)))
        layer, code = draw(st.sampled_from(layers)), draw(st.sampled_from(codes))
        codings.append(Coding(each, layer.id, source.id, source.version, code.id, start, end))
    return tuple(codings)


def _links(draw: st.DrawFn, codings: tuple[Coding, ...]) -> tuple[Link, ...]:
    things = [Link("project"), *(Link("coding", one.id) for one in codings)]
    things += [Link("layer", one.layer) for one in codings]
    return tuple(draw(st.lists(st.sampled_from(things), unique=True, max_size=3)))
