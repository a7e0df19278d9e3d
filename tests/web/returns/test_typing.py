"""A return typed in on a page: checked like a file, corrected like a file, and nothing typed is ever lost."""

import pytest

from newel.web.audit.models import Event
from newel.web.returns.models import Return
from tests.support.reader import Reader
from tests.support.web_returns import a_cost, a_role, a_row, as_csv, send

pytestmark = pytest.mark.django_db
OURS = ("site_id", "month")
AUGUST = "?place=S01+2020-08"


@pytest.fixture
def sender(example_study, sign_in) -> Reader:
    return Reader(sign_in("site_lead"))


def typed(row: int = 0, /, **cells: object) -> dict[str, str]:
    return {f"r{row}-{name}": "" if value is None else str(value) for name, value in cells.items() if name not in OURS}


def test_a_month_of_costs_is_typed_in_and_kept_as_the_sheet_would_be(sender) -> None:
    sender.open("/staff/returns/costs/").open(f"/staff/returns/costs/type/{AUGUST}")
    assert sender.text.count("Row ") == 3

    sender.press("Send", typed(**a_cost()) | typed(2, **a_cost(item="trainers", unit="day", quantity=3, amount=1500)))

    kept = Return.objects.get()
    assert sender.response.status_code == 302
    assert (kept.kind, kept.site_id, kept.month, kept.version) == ("cost", "S01", "2020-08", 1)
    assert [(row["item"], row["amount"]) for row in kept.rows] == [("health_posts", 10250.75), ("trainers", 1500.0)]
    file = as_csv(a_cost(), a_cost(item="trainers", unit="day", quantity=3, amount=1500))
    same = send(sender.client, file, address="/staff/returns/costs/")
    assert "You have sent August 2020 already" in same.content.decode(), "a file with the same is the same return"


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ({"amount": "-5"}, "-5"),
        ({"currency": "EUR"}, "EUR"),
        ({"price_year": ""}, "Price year"),
        ({"quantity": "about ten"}, "about ten"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_everything_typed_stays(sender, cell, says) -> None:
    sender.open(f"/staff/returns/costs/type/{AUGUST}")

    sender.press("Send", typed(1, **a_cost(**cell)))

    (name,) = cell
    assert sender.response.status_code == 422
    assert f'id="r1-{name}-fault"' in sender.html
    assert f'href="#r1-{name}"' in sender.html
    assert says in sender.text
    fields = dict(sender.page.forms[-1].fields)
    assert fields["r1-reference"] == ""
    assert fields["r1-source"] == "payroll"
    assert fields[f"r1-{name}"] == str(cell[name])
    assert not Return.objects.exists()
    assert "Row 2:" in sender.text
    assert not any("about ten" in event.body for event in Event.objects.all()), "no value is in the audit"


def test_more_rows_come_without_losing_what_is_typed(sender) -> None:
    sender.open(f"/staff/returns/costs/type/{AUGUST}")

    sender.press("Add three more rows", typed(2, **a_cost()))

    assert dict(sender.page.forms[-1].fields)["rows"] == "6"
    assert dict(sender.page.forms[-1].fields)["r2-amount"] == "10250.75"
    sender.press("Send", typed(5, **a_cost(item="travel", unit="mile", quantity=40, amount=18)))
    assert [row["item"] for row in Return.objects.get().rows] == ["health_posts", "travel"]


def test_a_month_that_is_kept_is_shown_as_it_stands_and_corrected_after_a_yes(sender) -> None:
    send(sender.client, as_csv(a_row()))
    sender.open(f"/staff/returns/monthly/type/{AUGUST}")
    assert dict(sender.page.forms[-1].fields)["r0-children"] == "120.5"
    assert "Row 1" not in sender.text

    sender.press("Send", {"r0-restraints": "13"})

    assert "Is this correction right?" in sender.text
    assert Return.objects.count() == 1
    sender.press("Yes, keep the new figures")
    latest = Return.objects.order_by("version").last()
    assert (latest.version, latest.rows[0]["restraints"], latest.rows[0]["assaults"]) == (2, 13, 9)


def test_a_row_that_is_cleared_is_taken_out_of_the_month(sender) -> None:
    two = (a_role(), a_role(role="health"))
    send(sender.client, as_csv(*two), address="/staff/returns/staffing/")
    sender.open(f"/staff/returns/staffing/type/{AUGUST}")
    health = next(name for name, value in sender.page.forms[-1].fields if value == "health").partition("-")[0]

    sender.press("Send", {name: "" for name, _ in sender.page.forms[-1].fields if name.startswith(f"{health}-")})

    assert "Rows that are new: 0; gone: 1; changed: 0." in sender.text


def test_a_page_on_which_nothing_is_typed_sends_nothing(sender) -> None:
    sender.open(f"/staff/returns/costs/type/{AUGUST}").press("Send")

    assert "Nothing is typed in." in sender.text
    assert not Return.objects.exists()


@pytest.mark.parametrize(
    "address",
    [
        f"/staff/returns/staff/type/{AUGUST}",  # a list of people comes as a file
        f"/staff/returns/training/type/{AUGUST}",
        "/staff/returns/costs/type/?place=S02+2020-08",  # another's site
        "/staff/returns/costs/type/?place=S01+2019-01",  # closed
        "/staff/returns/costs/type/?place=",
        "/staff/returns/nothing/type/?place=S01+2020-08",
    ],
)
def test_what_cannot_be_typed_in_is_not_there(sender, address) -> None:
    assert sender.open(address).response.status_code == 404


def test_only_returns_that_can_be_typed_offer_it(sender) -> None:
    assert "Or type it in" in sender.open("/staff/returns/monthly/").text
    assert "Or type it in" not in sender.open("/staff/returns/staff/").text
