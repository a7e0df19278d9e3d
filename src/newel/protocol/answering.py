"""How the study answers its questions: consent, analyses, the disclosure rule."""

from typing import Literal

from pydantic import Field

from newel.protocol.parts import Identifier, Part


class Consent(Part):
    """What a person is asked to agree to, and from which age alone."""

    purposes: tuple[Identifier, ...] = Field(min_length=1)
    """What a person agrees to, each by itself. The first is taking part."""
    own_consent_from_age: int = 16
    """From this age a person consents alone."""
    younger_rule: Literal["gillick_competence", "parental_consent"] = "gillick_competence"
    """Below that age: a member of staff confirms competence, or a parent has agreed."""
    document_version: str
    """Version of the information sheets; recorded with every word of consent."""
    kept_elsewhere: str = Field(
        default="",
        description="Where consent is on record if not in Newel; without it a person with no consent is left out.",
    )


class Question(Part):
    """An evaluation question, answered by exactly one analysis in exactly one section of the report."""

    id: Identifier
    """Short name; also the id of the finding that answers it."""
    asks: str
    """The question, as the report prints it."""
    strand: Literal["quantitative", "qualitative", "economic", "synthesis"]
    """Strand of the evaluation that answers it."""
    analysis: Identifier
    """The analysis that answers it; docs/reference/plug-ins.md lists them."""
    section: str
    """File of the report folder that prints the answer."""
    options: dict[str, str | int | list[str]] = Field(default_factory=dict)
    """What the analysis needs to know, for example the group and the instruments."""


class Disclosure(Part):
    """The rule every number passes before it is printed."""

    rule: Identifier = "nhs_hes"
    """The rule, by id."""
    zero_is_withheld: bool = Field(
        default=False, description="Read the rule's threshold literally, so that a count of zero is withheld too."
    )
    study_is_national: bool = Field(
        default=False,
        description="The study is of every site of the nation, so that the rule's exemption of national numbers holds "
        "for numbers of the whole study. Otherwise these are protected like all others.",
    )
