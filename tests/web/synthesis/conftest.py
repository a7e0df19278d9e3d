"""A researcher at the pages of synthesis, with a few released numbers to point at."""

import pytest

from tests.support.publications import publish_numbers


@pytest.fixture
def published(settings, tmp_path):
    """Show a publication of a few numbers."""
    settings.NEWEL_PUBLIC = publish_numbers(tmp_path / "public")


@pytest.fixture
def client(sign_in, example_study, published):
    """Sign a researcher in."""
    return sign_in("researcher")
