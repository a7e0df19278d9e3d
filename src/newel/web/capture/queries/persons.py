"""Which cards are one person's: those of one code of the site's list, where the person said yes to it on each."""

from collections.abc import Mapping

from newel.web.capture.models import AccessGrant

LINKAGE = "linkage"
TAKE_PART = "take_part"


def persons(grants: Mapping[int, AccessGrant], said: Mapping[tuple[int, str], str]) -> dict[int, str]:
    """Return the pseudonym under which what was said on each card is kept: {grant: participant}.

    `said` is the last word on each purpose of each card. Cards of one list code are kept under the pseudonym of the
    first of them where their person agreed to take part and to linkage, and took neither back. Every other card stands
    by itself, and nobody at the site can tell which. In a wave a person has one card: a second one, made because the
    first was lost, stands by itself as well.
    """
    first: dict[str, str] = {}
    taken: set[tuple[str, str]] = set()
    found = {}
    for key, grant in sorted(grants.items()):
        followed = grant.list_mac and _agreed(said, key) and (grant.list_mac, grant.wave) not in taken
        found[key] = first.setdefault(grant.list_mac, grant.participant) if followed else grant.participant
        if followed:
            taken.add((grant.list_mac, grant.wave))
    return found


def _agreed(said: Mapping[tuple[int, str], str], grant_id: int) -> bool:
    return all(said.get((grant_id, purpose)) == "given" for purpose in (TAKE_PART, LINKAGE))
