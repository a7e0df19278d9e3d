"""A study of words alone: one codebook, and the questions that coded words and theories answer."""

import re
from pathlib import Path

from newel.protocol.scaffolding import scaffold

CODEBOOK = """
id = "ways"
title = "Ways of working"
version = 1
verified = true

[[codes]]
id = "relations"
name = "Relations"
definition = "How people are with each other."

[[codes]]
id = "trust"
name = "Trust"
parent = "relations"
definition = "Relying on somebody."
include = "Being believed."

[[codes]]
id = "shouting"
name = "Shouting"
parent = "relations"
definition = "Raised voices."
"""
CODING = """
[coding]
codebooks = ["ways"]
unit = "turn"
coded_twice = 0.5
coefficients = ["alpha", "percent"]
themes = ["relations"]
quotes_printed = true
people_behind_quote = 3
"""
QUESTIONS = (
    ("themes", "What did young people speak of?", "qualitative", "themes"),
    ("quotes", "How did they put it themselves?", "qualitative", "quotes"),
    ("matrix", "What did each of them say?", "qualitative", "framework_matrix"),
    ("coders", "How alike did two coders see the same words?", "qualitative", "coder_agreement"),
    ("theories", "What works for whom, and why?", "synthesis", "programme_theories"),
    ("convergence", "Do the strands agree?", "synthesis", "convergence"),
)
DISPLAY = """
title = "The theory and its topic"
shape = "side_by_side"
row_header = "What is looked at"
says = "Look along the row."
columns = [{ id = "stands", label = "How it stands" }, { id = "rests", label = "What it rests on" }]

[[rows]]
id = "theory"
label = "The theory"
cells = { stands = "theories.theories.@theory@.status", rests = "theories.theories.@theory@.strength" }

[[rows]]
id = "theme"
label = "Relations come up in sources"
cells = { stands = "themes.themes.relations.young_person" }

[[rows]]
id = "topic"
label = "The topic"
cells = { stands = "convergence.topics.@topic@.fit", rests = "convergence.topics.@topic@.qualitative" }
"""


def write_word_study(folder: Path) -> Path:
    """Write the study into a folder that does not exist yet, and return it."""
    scaffold(folder, study_id="words", title="A study of words")
    protocol = folder / "protocol.toml"
    text = protocol.read_text(encoding="utf-8").replace("2027-", "2020-")
    text = text.replace('"w2"', '"w3"').replace("Wave 2", "Wave 3")  # sources of tests are of wave 3
    text = re.sub(r"\[\[questions\]\].*", "", text, count=1, flags=re.DOTALL)
    for section in (folder / "report").glob("*.md"):
        section.unlink()
    for place, (name, asks, strand, analysis) in enumerate(QUESTIONS, start=1):
        section = f"{place}0-{name}.md"
        text += f'[[questions]]\nid = "{name}"\nasks = "{asks}"\nstrand = "{strand}"\nanalysis = "{analysis}"\n'
        text += f'section = "{section}"\n\n'
        (folder / "report" / section).write_text(f"# {asks}\n\n{{{{ finding {name} }}}}\n", encoding="utf-8")
    protocol.write_text(text + CODING, encoding="utf-8")
    (folder / "codebooks").mkdir()
    (folder / "codebooks" / "ways.toml").write_text(CODEBOOK, encoding="utf-8")
    return folder


def write_display(folder: Path, *, theory: str, topic: str) -> None:
    """Write a joint display of one theory and one topic, and a section of the report that shows it."""
    (folder / "displays").mkdir()
    text = DISPLAY.replace("@theory@", theory).replace("@topic@", topic)
    (folder / "displays" / "sides.toml").write_text(text, encoding="utf-8")
    (folder / "report" / "70-side-by-side.md").write_text("# Side by side\n\n{{ display sides }}\n", encoding="utf-8")
