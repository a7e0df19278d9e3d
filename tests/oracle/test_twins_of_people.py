"""Tables from consents, questionnaires and assessments, once more in plain Python."""

from typing import Any

import pytest

from newel.instruments import score
from tests.support.analysing import ask, table
from tests.support.rehearsed import FORM, small_evidence, small_study
from tests.support.twins import Numbers, assert_twins, groups_of_sites, latest, mean, rows, share

OPTIONS = {"group": "staff", "instruments": ["team"]}
COLUMN_OF = {"staff": "staff_in_post", "young_person": "children"}


def distinct(records: list[dict[str, Any]]) -> int:
    return len({record["participant_id"] for record in records})


def test_the_flow() -> None:
    expected: Numbers = {}
    for group in small_study().groups:
        for wave in small_study().waves:
            at = (group.id, wave.id)
            asked = [row for row in _taking_part() if (row["group"], row["wave"]) == at]
            started = [row for row in rows("response") if (row["group"], row["wave"]) == at]
            sent = [row for row in started if row["sent_on"]]
            known = _known(group.id, f"{wave.opens:%Y-%m}")
            there = round(sum(known.values())) or None
            answered = distinct([row for row in sent if row["site_id"] in known])
            numbers = {
                "could_be_asked": there,
                "asked": distinct(asked),
                "agreed": distinct([row for row in asked if row["state"] == "given"]),
                "started": distinct(started),
                "sent": distinct(sent),
                "response_rate": share(answered, there or 0),
            }
            expected |= {(f"{group.id}_{wave.id}", name): number for name, number in numbers.items()}

    assert_twins(table(ask("response_flow", small_evidence()), "flow"), expected)


def _taking_part() -> list[dict[str, Any]]:
    return [row for row in rows("consent") if row["purpose"] == "take_part"]


def _known(group: str, opens: str) -> dict[str, float]:
    """Return each open site's last number before a month."""
    found: dict[str, float] = {}
    for site in small_study().sites:
        before = [row for row in latest() if row["site_id"] == site.id and row["month"] < opens]
        known = [row for row in before if group in COLUMN_OF and row[COLUMN_OF[group]] is not None]
        if known and (site.closed_month is None or site.closed_month > opens):
            found[site.id] = max(known, key=lambda row: str(row["month"]))[COLUMN_OF[group]]
    return found


def test_consent_by_purpose() -> None:
    expected: Numbers = {}
    states = {"given": "given", "refused": "refused", "no_reply": "asked", "withdrawn": "withdrawn"}
    for group in small_study().groups:
        for purpose in small_study().consent.purposes:
            here = [row for row in rows("consent") if (row["group"], row["purpose"]) == (group.id, purpose)]
            row_id = f"{group.id}_{purpose}"
            expected[row_id, "asked"] = distinct(here)
            for name, state in (states | {"not_competent": "not_competent"}).items():
                expected[row_id, name] = distinct([row for row in here if row["state"] == state])

    assert_twins(table(ask("response_flow", small_evidence()), "consent"), expected)


def _scores() -> list[dict[str, Any]]:
    """Return every staff response that was sent, with its score."""
    given: dict[str, dict[str, Any]] = {}
    for row in rows("answer"):
        given.setdefault(row["response_id"], {})[row["item"]] = row["value"]
    sent = [row for row in rows("response") if row["sent_on"] and row["group"] == "staff"]
    return [row | {"score": score(FORM, _whole(given[row["response_id"]]))["climate"]} for row in sent]


def _whole(answers: dict[str, float | None]) -> dict[str, int | str | None]:
    return {item: None if value is None else int(value) for item, value in answers.items()}


def test_scale_scores() -> None:
    expected: Numbers = {}
    for place, sites in groups_of_sites().items():
        for wave in ("w1", "w2"):
            here = [row for row in _scores() if row["site_id"] in sites and row["wave"] == wave]
            scored = [row["score"] for row in here if row["score"] is not None]
            expected[f"{place}_{wave}", "people"] = len(scored)
            expected[f"{place}_{wave}", "mean"] = mean(scored)

    assert_twins(table(ask("scale_scores", small_evidence(), **OPTIONS), "team_climate"), expected)


def test_scale_scores_of_all_sites_side_by_side() -> None:
    expected: Numbers = {
        ("team_climate", wave): mean(
            [row["score"] for row in _scores() if row["wave"] == wave and row["score"] is not None]
        )
        for wave in ("w1", "w2")
    }

    assert_twins(table(ask("scale_scores", small_evidence(), **OPTIONS), "overview"), expected)


def test_scored_responses() -> None:
    sent, scored = len(_scores()), len([row for row in _scores() if row["score"] is not None])
    expected: Numbers = {
        ("team_climate", "sent"): sent,
        ("team_climate", "scored"): scored,
        ("team_climate", "share_scored"): share(scored, sent),
    }

    assert_twins(table(ask("scale_scores", small_evidence(), **OPTIONS), "completeness"), expected)


def test_positions_in_the_joint_display() -> None:
    expected: Numbers = {}
    for place, sites in groups_of_sites().items():
        scored = [row["score"] for row in _scores() if row["site_id"] in sites and row["score"] is not None]
        expected["staff_team_climate", place] = 100 * ((mean(scored) or 0) - 1) / 4

    assert_twins(table(ask("joint_display", small_evidence(), "synthesis"), "experience"), expected)


@pytest.mark.parametrize("item", ["item_1", "item_2", "item_3"])
def test_the_distribution_of_answers(item: str) -> None:
    sent = {row["response_id"] for row in rows("response") if row["sent_on"] and row["group"] == "staff"}
    given = [row for row in rows("answer") if row["response_id"] in sent and row["item"] == item]
    answered = [row["value"] for row in given if row["value"] is not None]
    expected: Numbers = {("missing_skipped", "people"): len(given) - len(answered), ("missing_skipped", "share"): None}
    for code in range(1, 6):
        expected[f"option_{code}", "people"] = answered.count(code)
        expected[f"option_{code}", "share"] = share(answered.count(code), len(answered))

    assert_twins(table(ask("answer_distribution", small_evidence(), **OPTIONS), f"team_{item}"), expected)


def test_needs_by_domain() -> None:
    expected: Numbers = {}
    admitted = {row["child_id"] for row in rows("assessment")}
    for domain in small_study().needs:
        words = [row["need"] for row in rows("assessment") if row["domain"] == domain]
        assessed, identified = len(words) - words.count("not_assessed"), words.count("identified")
        names = ("admitted", "assessed", "share_assessed", "identified", "share_identified")
        numbers = (len(admitted), assessed, share(assessed, len(admitted)), identified, share(identified, assessed))
        expected |= {(domain, name): number for name, number in zip(names, numbers, strict=True)}

    assert_twins(table(ask("needs_identified", small_evidence()), "needs"), expected)


def test_whole_assessments_by_type() -> None:
    expected: Numbers = {}
    for place, sites in groups_of_sites().items():
        here = [row for row in rows("assessment") if row["site_id"] in sites]
        children = {row["child_id"] for row in here}
        assessed = [row for row in here if row["need"] != "not_assessed"]
        whole = [child for child in children if sum(row["child_id"] == child for row in assessed) == 2]
        took_part = sum(bool(row["child_took_part"]) for row in assessed)
        expected[place, "admitted"] = len(children)
        expected[place, "all_assessed"] = len(whole)
        expected[place, "share_all_assessed"] = share(len(whole), len(children))
        expected[place, "took_part"] = took_part
        expected[place, "share_took_part"] = share(took_part, len(assessed))

    assert_twins(table(ask("needs_identified", small_evidence()), "completeness"), expected)
