"""Joint displays on the web: the study's own files, filled with the numbers of the publication that is shown."""

import pytest

from tests.support.theory_pages import page
from tests.support.web import source_of

pytestmark = pytest.mark.django_db


def test_the_displays_of_the_study_are_listed(client):
    shown = client.get(page("displays")).content.decode()

    assert "Themes and statistics by type of site" in shown
    assert "Topics across the strands, with their fit" in shown


def test_each_cell_is_the_number_that_was_released_or_says_that_it_was_not(client):
    shown = client.get(page("display", "strands")).content.decode()

    assert '<td data-label="Number">59% (47% to 69%)</td>' in shown
    assert "not in the publication" in shown
    assert "0123456789ab" in shown
    assert "training.coverage.all.share_trained" in shown


def test_a_withheld_number_is_shown_as_withheld(client):
    shown = client.get(page("display", "by_site_type")).content.decode()

    assert '<td data-label="Young offender institutions">withheld</td>' in shown


def test_without_a_publication_the_displays_say_so(client, settings, tmp_path):
    settings.NEWEL_PUBLIC = tmp_path / "nothing"

    assert "Nothing is published yet" in client.get(page("displays")).content.decode()
    assert "377" not in source_of(client.get(page("display", "by_site_type"))).partition("<main")[2]


def test_a_publication_whose_numbers_were_changed_is_not_read(client, settings):
    path = settings.NEWEL_PUBLIC / "tables" / "every-number.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("59%", "95%"), encoding="utf-8")

    assert "95%" not in client.get(page("display", "strands")).content.decode()


def test_a_display_that_the_study_does_not_have_is_not_found(client):
    assert client.get(page("display", "nowhere")).status_code == 404
