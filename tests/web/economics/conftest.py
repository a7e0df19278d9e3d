"""A publication with economic numbers, and one without."""

import pytest

from tests.support.publications import publish_numbers
from tests.support.released_economics import economic_rows


@pytest.fixture
def published(tmp_path, settings):
    settings.NEWEL_PUBLIC = publish_numbers(tmp_path / "public", economic_rows())
    return settings.NEWEL_PUBLIC


@pytest.fixture
def published_without(tmp_path, settings):
    settings.NEWEL_PUBLIC = publish_numbers(tmp_path / "without")
