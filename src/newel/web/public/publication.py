"""The publication that is shown: what `newel publish` left in the folder named by NEWEL_PUBLIC."""

from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from newel.publish import Publication


def current_publication() -> "Publication | None":
    """Return what is published; None where nothing is yet."""
    from newel.publish import read_publication

    return read_publication(Path(settings.NEWEL_PUBLIC))
