"""What every test may ask for; and properties try the same examples on every run, so that what passed passes again."""

from hypothesis import settings

pytest_plugins = ["tests.support.web", "tests.support.browser"]
settings.register_profile("repeatable", derandomize=True)
settings.load_profile("repeatable")
