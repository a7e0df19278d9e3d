"""sources.csv: where, when and with whom each source was held; every cell that cannot be used is said with its row."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.management.base import CommandError

from newel.web.coding.models import Codebook
from newel.web.sessions.models import Source
from newel.web.vault.models import OriginalText
from tests.support.filed_sources import HELD_ON
from tests.support.loaded_projects import LOAD, PLACE, a_placed_project, load, written

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("example_study")]
REDACTED = ("--texts-are-redacted", "--agreed", "use")


@pytest.fixture(autouse=True)
def _the_lead(make_account):
    make_account("lead")


@pytest.fixture
def project():
    return a_placed_project()


@pytest.fixture
def folder(project, tmp_path):
    return written(project, tmp_path / "ours")


def nothing_is_there():
    return not any(table.objects.exists() for table in (Source, Codebook, OriginalText))


def refused(folder):
    """Return what the command says when it refuses; that nothing was kept is part of it."""
    with pytest.raises(CommandError) as said:
        load(folder, *REDACTED)
    assert nothing_is_there()
    return str(said.value)


def sources_csv(folder, *rows, header="source,site,wave,group,kind,held_on,agreed_use"):
    (folder / "sources.csv").write_text("\n".join([header, *rows]) + "\n")


@pytest.mark.parametrize(
    ("row", "place", "expected"),
    [
        ("talk-one,S99,,,,,", "row 3, column site", "one of S01, "),
        ("talk-one,,w9,,,,", "row 3, column wave", "one of w1, w2, w3"),
        ("talk-one,,,parrots,,,", "row 3, column group", "one of staff, young_person, carer"),
        ("talk-one,,,,poem,,", "row 3, column kind", "one of interview, focus_group, observation"),
        ("talk-one,,,,,last May,", "row 3, column held_on", "Give the day, for example"),
        ("talk-one,,,,,2030-01-01,", "row 3, column held_on", "Give a day from"),
        ("talk-one,,,,,,perhaps", "row 3, column agreed_use", "one of given, refused"),
        ("stranger,,,,,,", "row 3", "each source of project.toml once"),
        (",S01,,,,,", "row 3", "each source of project.toml once"),
        ("notes,,,,,,", "row 3", "each source of project.toml once"),
    ],
)
def test_a_row_of_the_table_is_refused_with_its_number_and_what_may_stand_there(folder, row, place, expected):
    sources_csv(folder, "notes,S01,,,,,given", row)

    said = refused(folder)
    assert f"sources.csv: {place}" in said
    assert expected in said


@pytest.mark.parametrize("header", ["site,wave", "source,colour"])
def test_a_table_with_other_columns_is_refused(folder, header):
    sources_csv(folder, "notes,S01", header=header)

    assert "sources.csv: header" in refused(folder)


def test_every_row_at_fault_is_said_at_once(folder):
    sources_csv(folder, "notes,S98,,,,,", "talk-one,S99,w9,,,,")

    said = refused(folder)
    assert [said.count(words) for words in ("S98", "S99", "w9")] == [1, 1, 1]


def test_a_case_that_is_a_name_is_refused(folder):
    sources_csv(folder, "talk-one,Anna", header="source,case")

    said = refused(folder)
    assert "row 2, column case" in said
    assert "never a name" in said


def test_what_is_missing_altogether_is_said_with_the_source(project, tmp_path):
    bare = tuple(replace(source, site=None, wave=None, held_on=None) for source in project.sources)
    said = refused(written(replace(project, sources=bare), tmp_path / "bare"))

    assert "project.toml: source talk-one, site\n  found     nothing" in said
    assert "project.toml: source notes, held_on" in said
    assert "--template" in said


def test_options_say_it_for_all_sources_that_say_nothing_else(project, tmp_path):
    bare = tuple(replace(source, site=None, wave=None, held_on=None, group=None) for source in project.sources)
    folder = written(replace(project, sources=(bare[0], replace(bare[1], site="S02"))), tmp_path / "bare")
    sources_csv(folder, "notes,w2,2020-01-15", header="source,wave,held_on")
    load(folder, *REDACTED, *LOAD)

    assert set(Source.objects.values_list("kind", "site_id", "wave", "group", "held_on")) == {
        ("interview", "S01", "w3", "staff", HELD_ON),
        ("observation", "S02", "w2", "staff", date(2020, 1, 15)),
    }


def test_a_cell_of_the_table_counts_more_than_what_the_project_says(folder):
    sources_csv(folder, "talk-one,S02,,carer,focus_group,,refused")
    load(folder, *REDACTED)
    talk = Source.objects.get(kind="focus_group")

    assert (talk.site_id, talk.wave, talk.group) == ("S02", "w3", "carer")
    assert dict(talk.consent_words.values_list("purpose", "state")) == {"interview": "refused", "quotes": "given"}


def test_the_template_has_a_row_for_each_source_with_what_is_known(project, tmp_path):
    folder = written(project, tmp_path / "x")
    said = load(folder, "--template", "--agreed", "use", by=None)
    table = (folder / "sources.csv").read_text(encoding="utf-8-sig").splitlines()

    assert "a row for each of 2 sources" in said
    assert table == [
        "source,site,wave,group,kind,held_on,case,session,agreed_use,agreed_quotes",
        f"talk-one,S01,w3,staff,interview,{PLACE['held_on']},C07,,given,given",
        f"notes,S01,w3,staff,observation,{PLACE['held_on']},,,given,",
    ]
    assert nothing_is_there()


def test_a_template_that_was_filled_in_is_never_written_over(folder):
    load(folder, "--template", by=None)
    with pytest.raises(CommandError, match="is there already"):
        load(folder, "--template", by=None)


def test_the_template_itself_can_be_loaded(folder):
    load(folder, "--template", "--agreed", "use", by=None)
    load(folder, "--texts-are-redacted")

    assert Source.objects.count() == 2
