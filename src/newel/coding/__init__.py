"""Coding what people said: codebooks and frameworks, coders' layers, and what can be counted of codings.

Start with `framework("npt")` or `read_codebook(path)`, and `Project`. Numbers of agreement are computed by the caller
from `unit_ratings`, `continua` and `unit_code_sets` with `newel.statistics.measurement`.
"""

from newel.coding.changing import (
    Change,
    add_code,
    describe_code,
    merge_codes,
    move_code,
    rename_code,
    retire_code,
    split_code,
)
from newel.coding.codebook import Citation, Code, Codebook, RelationKind, Role
from newel.coding.comparing import Difference, differences
from newel.coding.cooccurring import Cooccurrence, cooccurrence
from newel.coding.counting import Coverage, Crosstab, coverage, crosstab, saturation_order
from newel.coding.disagreeing import (
    Disagreement,
    disagreements,
)
from newel.coding.embedding import Embed, remembering, sentence_model
from newel.coding.matrix import FrameworkMatrix, MatrixCell, Pin, Summary, framework_matrix
from newel.coding.project import (
    Coding,
    Layer,
    Link,
    Memo,
    Project,
    Relation,
    RelationPart,
    Source,
)
from newel.coding.ratings import CodeSets, Continuum, UnitRatings, continua, unit_code_sets, unit_ratings
from newel.coding.reading import (
    codebook_of,
    codebook_toml,
    framework,
    frameworks,
    read_codebook,
)
from newel.coding.searching import Hit, search
from newel.coding.shelf import codebooks_in_use, read_codebooks
from newel.coding.striking import striker
from newel.coding.suggesting import (
    CodeSuggestion,
    Evidence,
    Suggester,
    nearest_suggester,
    tfidf_suggester,
)

__all__ = [
    "Change",
    "Citation",
    "Code",
    "CodeSets",
    "CodeSuggestion",
    "Codebook",
    "Coding",
    "Continuum",
    "Cooccurrence",
    "Coverage",
    "Crosstab",
    "Difference",
    "Disagreement",
    "Embed",
    "Evidence",
    "FrameworkMatrix",
    "Hit",
    "Layer",
    "Link",
    "MatrixCell",
    "Memo",
    "Pin",
    "Project",
    "Relation",
    "RelationKind",
    "RelationPart",
    "Role",
    "Source",
    "Suggester",
    "Summary",
    "UnitRatings",
    "add_code",
    "codebook_of",
    "codebook_toml",
    "codebooks_in_use",
    "continua",
    "cooccurrence",
    "coverage",
    "crosstab",
    "describe_code",
    "differences",
    "disagreements",
    "framework",
    "framework_matrix",
    "frameworks",
    "merge_codes",
    "move_code",
    "nearest_suggester",
    "read_codebook",
    "read_codebooks",
    "remembering",
    "rename_code",
    "retire_code",
    "saturation_order",
    "search",
    "sentence_model",
    "split_code",
    "striker",
    "tfidf_suggester",
    "unit_code_sets",
    "unit_ratings",
]
