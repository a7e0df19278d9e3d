"""Key files: secrets made at the first start, kept outside the database and readable by their owner only."""

import os
import secrets
from pathlib import Path

BITS = 512


def read_or_make_key(path: Path) -> str:
    """Return the key in a file, as hex digits. Where there is no file, make one with mode 0600.

    Two processes that start at once agree on one key: the file appears whole or not at all, and only once.
    """
    if not path.is_file():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(BITS // 8))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass  # another process was first; its key counts
        finally:
            draft.unlink()
    return path.read_text(encoding="ascii").strip()
