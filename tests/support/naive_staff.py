"""Who was in post at the small study's sites on a day, and who of them was trained, in plain Python."""

from collections import defaultdict
from datetime import date, timedelta
from functools import cache
from typing import Any

from tests.support.naive_pathway import ENDS, STUDY
from tests.support.rehearsed import CORE_COURSE
from tests.support.twins import rows


def month_end(month: str) -> date:
    """Return the last day of a month."""
    year, number = int(month[:4]), int(month[5:])
    return date(year + number // 12, number % 12 + 1, 1) - timedelta(days=1)


@cache
def members() -> list[dict[str, Any]]:
    """Return the register of staff."""
    return rows("staff_member")


@cache
def training() -> list[dict[str, Any]]:
    """Return the training records."""
    return rows("training")


@cache
def staff_until() -> date:
    """Return the last day that the register of staff or a training record speaks of, at most the study's last."""
    days = [row[day] for row in members() for day in ("started_on", "left_on") if row[day]]
    return min(max([*days, *(row["held_on"] for row in training())]), ENDS)


@cache
def _modules_of() -> dict[str, dict[str, date]]:
    found: dict[str, dict[str, date]] = defaultdict(dict)
    for row in sorted(training(), key=lambda row: str(row["held_on"]), reverse=True):
        found[row["staff_id"]][row["module"]] = row["held_on"]
    return found


def trained_by(staff_id: str, day: date) -> bool:
    """Return whether somebody had been to every module of the core course by a day."""
    done = {module for module, held_on in _modules_of().get(staff_id, {}).items() if held_on <= day}
    return done >= {module["id"] for module in CORE_COURSE["modules"]}  # type: ignore[attr-defined]  # a list of tables


@cache
def there(site: str, day: date) -> list[tuple[dict[str, Any], bool]]:
    """Return everyone in post at a site on a day, and whether they are trained; nobody where it had closed."""
    closed = STUDY.site(site).closed_month
    if closed and f"{day:%Y-%m}" >= closed:
        return []
    staff = [row for row in members() if row["site_id"] == site and row["started_on"] <= day]
    here = [row for row in staff if row["left_on"] is None or row["left_on"] >= day]
    return [(row, trained_by(row["staff_id"], day)) for row in here]
