"""Whether every group that is asked anything has its information sheet and the words of every purpose."""

from collections.abc import Iterator
from typing import Any

from django.core import checks

from newel.faults import Refused
from newel.protocol import Group
from newel.web.capture.information import consent_words, information_sheet, needed_parts
from newel.web.capture.screens import asked_instruments, is_young
from newel.web.study import Study, current_study


@checks.register()
def words_for_every_group(**_: Any) -> list[checks.CheckMessage]:
    """Warn, whenever a command of the site starts, of each file a person would be shown and that is not there."""
    try:
        study = current_study()
    except Refused as refused:
        return [_warning(refused)]
    return [_warning(refused) for group in study.protocol.groups for refused in _missing(study, group)]


def _missing(study: Study, group: Group) -> Iterator[Refused]:
    waves = [wave.id for wave in study.protocol.waves]
    if not any(asked_instruments(study.protocol, study.instruments, group=group.id, wave=wave) for wave in waves):
        return
    try:
        information_sheet(study.folder, group.id)
        consent_words(study.folder, group.id, needed_parts(study.protocol, young=is_young(group)))
    except Refused as refused:
        yield refused


def _warning(refused: Refused) -> checks.CheckMessage:
    return checks.Warning(str(refused), id="capture.W001")
