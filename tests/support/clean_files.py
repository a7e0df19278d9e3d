"""Files in which nothing is wrong, drawn at random for every return, in the styles in which sites write them."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np

from tests.support.site_files import SiteFile, csv_file, protocol, xlsx_file

RETURNS = ("monthly", "staffing", "activity", "training", "staff", "costs")
MONTHS = ("2019-04", "2019-05", "2019-06", "2019-07", "2019-08", "2019-09")
_LASTS = ("restraint", "separation", "contact")
_SECTIONS = ("reception", "physical_health", "mental_health", "substance_use", "neurodisability")
Row = dict[str, Any]


@dataclass(frozen=True)
class CleanFile:
    """A drawn file and the rows it must become, ids still as the site has them."""

    file: SiteFile
    rows: list[Row]


def clean_file(name: str, seed: int) -> CleanFile:
    """Draw one file of a return."""
    rng = np.random.default_rng([seed, RETURNS.index(name)])
    rows = _DRAWN[name](rng)
    return CleanFile(SiteFile(name, *_written(rows, rng)), rows)


def _pick(rng: np.random.Generator, *words: Any) -> Any:
    return words[int(rng.integers(len(words)))]


def _count(rng: np.random.Generator, most: int) -> int | None:
    """Return a count, which one time in twelve is not known."""
    return None if rng.random() < 1 / 12 else int(rng.integers(0, most + 1))


def _part(rng: np.random.Generator, whole: int | None, *, at_least: int = 0) -> int | None:
    if whole is None:
        return None
    return int(rng.integers(min(at_least, whole), whole + 1))


def _day_in(rng: np.random.Generator, month: str) -> date:
    return date(int(month[:4]), int(month[5:]), int(rng.integers(1, 29)))


def _id(rng: np.random.Generator, letter: str) -> str:
    return f"{letter}{int(rng.integers(100, 999))}"


def _months(rng: np.random.Generator) -> list[str]:
    return [month for month in MONTHS if rng.random() < 0.6] or [MONTHS[0]]


def _monthly(rng: np.random.Generator) -> list[Row]:
    return [_a_month(rng, site, month) for site in ("S03", "S04") for month in _months(rng)]


def _a_month(rng: np.random.Generator, site: str, month: str) -> Row:
    children = None if rng.random() < 0.1 else round(float(rng.uniform(20, 110)), int(rng.integers(0, 4)))
    row: Row = {"site_id": site, "month": month, "children": children, "admissions": _count(rng, 20)}
    row |= {"staff_in_post": _count(rng, 300), "leavers": _count(rng, 9)}
    row |= {"staff_trained": _part(rng, row["staff_in_post"]), "reflective_sessions": _count(rng, 12)}
    row |= {"formulation_meetings": _count(rng, 12)}
    row |= {"formulation_child_attended": _part(rng, row["formulation_meetings"]), "reviews_due": _count(rng, 30)}
    row |= {"reviews_held": _part(rng, row["reviews_due"])}
    for events, people in (
        ("assaults", "assault_children"),
        ("self_harm", "self_harm_children"),
        ("restraints", "restraint_children"),
    ):
        row[events] = _count(rng, 40)
        row[people] = _part(rng, row[events], at_least=1)
    return row


def _staffing(rng: np.random.Generator) -> list[Row]:
    roles = [role.id for role in protocol().staff_roles]
    return [
        {
            "site_id": "S03",
            "month": month,
            "role": role,
            "in_post": _count(rng, 90),
            "vacancies": _count(rng, 20),
            "agency_shifts": _count(rng, 200),
            "leavers": _count(rng, 8),
            "supervision_hours": None if rng.random() < 0.2 else 0.0 if rng.random() < 0.3 else None,
        }
        for month in _months(rng)
        for role in roles
    ]


def _activity(rng: np.random.Generator) -> list[Row]:
    return [_an_event(rng, month, number) for month in _months(rng) for number in range(1, int(rng.integers(2, 12)))]


def _an_event(rng: np.random.Generator, month: str, number: int) -> Row:
    kind = str(_pick(rng, "assault", "self_harm", "chat_section", *_LASTS))
    lasts = kind in (*_LASTS, "chat_section") and rng.random() < 0.8
    return {
        "site_id": "S03",
        "month": month,
        "event": str(number),
        "happened_on": _day_in(rng, month),
        "kind": kind,
        "child_id": _id(rng, "K"),
        "minutes": int(rng.integers(1, 120)) if lasts else None,
        "section": _pick(rng, *_SECTIONS) if kind == "chat_section" else None,
    }


def _training(rng: np.random.Generator) -> list[Row]:
    month = str(_pick(rng, *MONTHS))
    course = protocol().courses[0]
    return [
        {
            "site_id": "S04",
            "month": month,
            "staff_id": f"E{number}",
            "role": _pick(rng, *(role.id for role in protocol().staff_roles)),
            "course": course.id,
            "module": _pick(rng, *(module.id for module in course.modules)),
            "held_on": _day_in(rng, month),
            "hours": round(float(rng.uniform(1, 14)) * 2) / 2,
            **_ratings(rng),
            "backfill_hours": None if rng.random() < 0.3 else 0.0,
        }
        for number in range(100, 100 + int(rng.integers(1, 15)))
    ]


def _ratings(rng: np.random.Generator) -> Row:
    if rng.random() < 0.3:
        return {"before": None, "after": None}
    return {"before": float(rng.integers(1, 6)), "after": float(rng.integers(1, 6))}


def _staff(rng: np.random.Generator) -> list[Row]:
    month = str(_pick(rng, *MONTHS))
    return [_a_member(rng, month, number) for number in range(200, 200 + int(rng.integers(1, 20)))]


def _a_member(rng: np.random.Generator, month: str, number: int) -> Row:
    started = _day_in(rng, month) - timedelta(days=int(rng.integers(0, 4_000)))
    last = started + timedelta(days=int(rng.integers(0, 900)))
    gone = f"{last:%Y-%m}" <= month and rng.random() < 0.5
    return {
        "site_id": "S03",
        "month": month,
        "staff_id": f"{number}/{_pick(rng, 'A', 'B')}",
        "role": _pick(rng, *(role.id for role in protocol().staff_roles)),
        "started_on": started,
        "left_on": last if gone else None,
    }


_UNITS = {"health_posts": "month_of_a_post", "family_work": "hour", "trainers": "day", "materials": "set"}


def _costs(rng: np.random.Generator) -> list[Row]:
    return [_a_cost(rng, month, item) for month in _months(rng) for item in _UNITS]


def _a_cost(rng: np.random.Generator, month: str, item: str) -> Row:
    quantity = round(float(rng.uniform(1, 60)), int(rng.integers(1, 3)))
    return {
        "site_id": "S04",
        "month": month,
        "category": _pick(rng, "set_up", "running"),
        "item": item,
        "quantity": quantity,
        "unit": _UNITS[item],
        "amount": round(float(rng.uniform(0, 4_000)), 2),
        "currency": "GBP",
        "price_year": int(_pick(rng, 2018, 2019)),
        "perspective": _pick(rng, "health", "justice", "local_authority"),
        "source": _pick(rng, "ledger", "invoice", "contract"),
        "reference": f"{_id(rng, 'L')}/{month}" if rng.random() < 0.5 else None,
    }


_DRAWN = {
    "monthly": _monthly,
    "staffing": _staffing,
    "activity": _activity,
    "training": _training,
    "staff": _staff,
    "costs": _costs,
}


def _written(rows: list[Row], rng: np.random.Generator) -> tuple[str, bytes]:
    """Write rows as a site might: a workbook or text, days in one of four styles, blanks and titles around."""
    style = int(rng.integers(4))
    texts = [{name: _cell(cell, style, rng) for name, cell in row.items()} for row in rows]
    if style == 0 or rng.random() < 0.4:
        above = [["Return of our site"], []] if rng.random() < 0.5 else []
        return "return.xlsx", xlsx_file(texts, above=above)
    separator, encoding = _pick(rng, ",", ";", "\t", "|"), _pick(rng, "utf-8", "utf-8-sig", "utf-16", "cp1252")
    blank_rows = b"" if encoding == "utf-16" else b"\r\n" * int(rng.integers(0, 3))
    return "return.csv", csv_file(texts, separator=separator, encoding=encoding) + blank_rows


def _cell(cell: Any, style: int, rng: np.random.Generator) -> Any:
    if isinstance(cell, date):
        styles = (cell, cell.isoformat(), f"{cell:%d/%m/%Y}", f"{cell.day} {cell:%b %Y}")
        return styles[style]
    if cell is None or style == 0:
        return cell
    text = f"{cell:g}" if isinstance(cell, float) and cell == int(cell) else str(cell)
    return text + " " * int(rng.integers(0, 3))
