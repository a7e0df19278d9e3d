"""What every test may ask for."""

pytest_plugins = ["tests.support.web", "tests.support.browser"]
