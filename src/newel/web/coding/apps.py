"""Tells Django that coding is one of Newel's apps, and the sources that codings follow every new version of a text."""

from django.apps import AppConfig


class CodingConfig(AppConfig):
    """The app of coding."""

    name = "newel.web.coding"
    label = "coding"

    def ready(self) -> None:
        """Have every new version of a text move the codings on it, and what is taken back take along what was noted."""
        from newel.web.coding.actions.delete_thoughts import follow_to_the_end as delete_with_it
        from newel.web.coding.actions.follow_first_version import follow_first_version
        from newel.web.coding.actions.follow_version import follow_version
        from newel.web.sessions.followers import follow, follow_the_first, follow_to_the_end

        follow(follow_version)
        follow_the_first(follow_first_version)
        follow_to_the_end(delete_with_it)
