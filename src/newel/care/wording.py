"""The study's own words of the care pathway, `care/care.toml`: what domains are called and ask, and kinds of factor."""

from pathlib import Path

from pydantic import Field

from newel.faults import Fault, Refused
from newel.protocol import Identifier, Part, Protocol, read_toml

FILE = "care.toml"
FOLDER = "care"


class DomainWords(Part):
    """What one domain of the needs assessment is called, and what a young person is asked about it."""

    id: Identifier
    label: str = Field(description="What staff read.")
    asks: str = Field(description="One plain question that a young person of nine can read.")
    helps: str = Field(default="", description="What they could think of, in as plain words.")


class FactorKind(Part):
    """One kind of factor that a formulation is made of."""

    id: Identifier
    label: str
    helps: str = ""


class Wording(Part):
    """The words of one study. What it does not say is told by the name of the domain."""

    domains: tuple[DomainWords, ...] = ()
    factors: tuple[FactorKind, ...] = (FactorKind(id="factor", label="What drives the difficulties"),)

    def domain(self, domain: str) -> DomainWords:
        """Return the words of one domain."""
        label = domain.replace("_", " ").capitalize()
        plain = DomainWords(id=domain, label=label, asks=f"{label}: how is this for you?")
        return next((words for words in self.domains if words.id == domain), plain)


def read_wording(study: Path, protocol: Protocol) -> Wording:
    """Read the words of a study; a study without the file has plain ones. Raises Refused for an unknown domain."""
    path = study / FOLDER / FILE
    if not path.is_file():
        return Wording()
    wording = read_toml(path, Wording)
    known = ", ".join(protocol.needs)
    faults = [
        Fault(
            f"{FOLDER}/{FILE}",
            f"domains, {words.id}",
            f"`{words.id}`",
            f"one of the protocol's needs: {known}",
            "Correct the id, or add the domain to `needs` in protocol.toml.",
        )
        for words in wording.domains
        if words.id not in protocol.needs
    ]
    if faults:
        raise Refused(faults)
    return wording
