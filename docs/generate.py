"""Writes the parts of the documents that say what the code says, so that they cannot go stale.

A document holds `<!-- generated: NAME -->` and `<!-- end -->`; what stands between is written by the function of that
name in `docs/generated/`. `python docs/generate.py` writes; `--check` changes nothing, and fails where one is stale.
"""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "docs"))

from generated import PARTS  # noqa: E402 - the folder beside this file, whatever the working folder is

PART = re.compile(r"(<!-- generated: (?P<name>[a-z_]+) -->\n).*?(<!-- end -->)", re.DOTALL)


def rewritten(text: str) -> str:
    """Return a document with its generated parts as they should be."""
    return PART.sub(lambda found: f"{found[1]}\n{PARTS[found['name']]()}\n\n{found[3]}", text)


def main() -> int:
    """Write every document that is stale, or name them."""
    check = "--check" in sys.argv[1:]
    documents = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
    stale = []
    for path in documents:
        text = path.read_text(encoding="utf-8")
        fresh = rewritten(text)
        if fresh != text:
            stale.append(path.relative_to(ROOT))
            if not check:
                path.write_text(fresh, encoding="utf-8")
    for path in stale:
        sys.stdout.write(f"{path}: {'stale; run `make fix`' if check else 'written'}\n")
    return int(check and bool(stale))


if __name__ == "__main__":
    sys.exit(main())
