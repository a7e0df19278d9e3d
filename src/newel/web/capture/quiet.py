"""A log never holds the key of an opening link: whoever reads a log could otherwise open the form."""

import logging
import re

_KEY = re.compile(r"(/open/)[^/\s?\"']+")


class LinkKeysLeftOut(logging.Filter):
    """Writes `/open/...` in place of an opening link, in whichever logger's words it stands."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record pass, without the key."""
        record.msg, record.args = _KEY.sub(r"\1...", record.getMessage()), ()
        return True
