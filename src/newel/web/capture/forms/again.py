"""The fields of the page that invites people again: the codes of a site's own list, or words about what to mend."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from newel.web.capture.actions.invite import MOST_AT_ONCE
from newel.web.capture.codes import printed, read_code
from newel.web.capture.invitable import Offer, followed, why_not_again
from newel.web.capture.models import AccessGrant
from newel.web.capture.queries.grants import grants_of_list_code
from newel.web.study import Study


@dataclass
class AgainRead:
    """What was asked for: the wave, and each code of the list, as it is printed, with its first card."""

    wave: str
    typed: str
    listed: dict[str, AccessGrant] = field(default_factory=dict)
    wrong_codes: int = 0
    """Lines that are no code of the person's sites: counted, so that nobody can try codes."""
    faults: list[str] = field(default_factory=list)


def read_again(study: Study, fields: Mapping[str, str], *, offered: Offer, site_ids: Collection[str]) -> AgainRead:
    """Read the page's fields, with a fault for each line that cannot be used, by its number."""
    typed = fields.get("codes", "")[: 40 * MOST_AT_ONCE]
    lines = [line.strip() for line in typed.splitlines() if line.strip()]
    read = AgainRead(fields.get("wave", ""), typed)
    if read.wave not in {wave.id for wave in offered.waves}:
        read.faults.append("Choose a wave from the list.")
    elif not 1 <= len(lines) <= MOST_AT_ONCE:
        read.faults.append(f"Type 1 to {MOST_AT_ONCE} codes, one a line.")
    else:
        for number, line in enumerate(lines, start=1):
            wrong = _read_line(study, read, line, site_ids=site_ids)
            read.faults.extend([f"Line {number}: {wrong}"] if wrong else [])
    return read


def _read_line(study: Study, read: AgainRead, line: str, *, site_ids: Collection[str]) -> str:
    """Take in one line, and return what is wrong with it."""
    cards = grants_of_list_code(line)
    if not cards or cards[0].site_id not in site_ids or cards[0].group not in followed(study):
        read.wrong_codes += 1
        return "this is no code of your site's list. A code on a card is another one."
    if cards[0] in read.listed.values():
        return "this code stands here twice."
    read.listed[printed((read_code(line) or "")[:-1])] = cards[0]
    return why_not_again(study, cards, read.wave)
