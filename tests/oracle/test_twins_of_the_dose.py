"""The dose, and who is trained and still here, once more in plain Python."""

from newel.care import read_pathway, read_register, site_month_dose
from newel.care.returns import expected_months
from tests.support.analysing import ask, table
from tests.support.naive_pathway import PLACES, STUDY, TWINS, at, cases, shared
from tests.support.naive_staff import members, month_end, staff_until, there, trained_by, training
from tests.support.rehearsed import small_evidence
from tests.support.twins import Numbers, assert_twins, mean, share


def _quarter(month: str) -> str:
    return f"{month[:4]}q{(int(month[5:]) - 1) // 3 + 1}"


def test_the_dose() -> None:
    expected: Numbers = {}
    for kind in ("yoi", "sch"):
        for quarter in dict.fromkeys(map(_quarter, STUDY.months())):
            months = [month for month in STUDY.months() if _quarter(month) == quarter]
            open_in = [
                (site, month)
                for site in STUDY.sites
                for month in months
                if site.type == kind and month in expected_months(STUDY, site)
            ]
            full = [
                0 if month < site.rollout_month else 1 if site.rollout == "full" else 0.5 for site, month in open_in
            ]
            last = [staff for site in PLACES[kind] for staff in there(site, month_end(months[-1]))]
            name = f"{kind}_{quarter}"
            expected[name, "phase"] = mean([float(each) for each in full])
            expected[name, "trained"] = share(sum(is_trained for _, is_trained in last), len(last))
            for measure in ("every_domain_assessed", "child_present"):
                expected[name, measure] = shared([each for each in at(kind, measure) if each[1] in months])

    assert_twins(table(ask("fidelity", small_evidence()), "dose"), expected)


def test_the_dose_of_a_site_and_month() -> None:
    evidence = small_evidence()
    frame = evidence.freeze.frame
    found = site_month_dose(STUDY, read_pathway(STUDY, frame), read_register(STUDY, frame))

    assert found.height == sum(len(expected_months(STUDY, site)) for site in STUDY.sites)
    for row in found.iter_rows(named=True):
        staff = there(row["site_id"], min(month_end(row["month"]), staff_until()))
        assert (row["in_post"], row["trained"]) == (len(staff), sum(is_trained for _, is_trained in staff))
        for measure in TWINS:
            here = [kept for site, month, _, kept in cases(measure) if (site, month) == (row["site_id"], row["month"])]
            assert (row[f"{measure}_due"], row[f"{measure}_kept"]) == (len(here), sum(here)), measure


def _staffed(sites: list[str], role: str | None = None) -> dict[str, float | None]:
    day = staff_until()
    here = [each for site in sites for each in there(site, day) if role in (None, each[0]["role"])]
    known = {row["staff_id"] for site in sites for row, _ in there(site, day)}
    gone = [
        row
        for row in members()
        if row["site_id"] in sites and role in (None, row["role"]) and row["staff_id"] not in known
        if trained_by(row["staff_id"], day)
    ]
    trained = sum(is_trained for _, is_trained in here)
    return {
        "in_post": len(here),
        "trained": trained,
        "share_trained": share(trained, len(here)),
        "trained_and_gone": len(gone),
    }


def test_trained_and_still_here() -> None:
    expected: Numbers = {
        (place, column): number for place, sites in PLACES.items() for column, number in _staffed(sites).items()
    }

    assert_twins(table(ask("training_coverage", small_evidence()), "still_here"), expected)


def test_trained_and_still_here_by_role() -> None:
    everywhere = PLACES["all"]
    expected: Numbers = {
        (role or "all", column): number
        for role in ("residential", "health", None)
        for column, number in _staffed(everywhere, role).items()
    }

    assert_twins(table(ask("training_coverage", small_evidence()), "by_role"), expected)


def test_hours_of_training_and_cover() -> None:
    known = [row for row in training() if row["backfill_hours"] is not None]
    covered = sum(row["backfill_hours"] for row in known)
    expected: Numbers = {
        ("core_course", "people"): len({row["staff_id"] for row in training()}),
        ("core_course", "hours"): sum(row["hours"] for row in training()),
        ("core_course", "covered"): covered,
        ("core_course", "share_covered"): share(covered, sum(row["hours"] for row in known)),
    }

    assert_twins(table(ask("training_coverage", small_evidence()), "hours"), expected)
