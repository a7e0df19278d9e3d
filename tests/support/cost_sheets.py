"""Cost sheets of a site as they are kept, for the pages that give a site its own costs back."""

from datetime import date

USUAL = {
    "category": "running", "item": "travel", "quantity": 100.0, "unit": "mile", "amount": 400.0, "currency": "GBP",
    "price_year": 2020, "perspective": "health", "source": "ledger", "reference": None,
}  # fmt: skip


def an_item(**changes):
    """Return one row of a cost sheet."""
    return USUAL | changes


def keep_costs(month, *items, site_id="S01", received_on=date(2020, 8, 10), version=1):
    """Keep a month of a site's cost sheet as if it had been sent."""
    from newel.web.returns.models import Return

    Return.objects.create(
        kind="cost", site_id=site_id, month=month, version=version, received_on=received_on, sent_by="tests",
        rows=list(items),
    )  # fmt: skip


def keep_a_year(site_id="S01"):
    """Keep seven usual months of 2020, one of them with a slip, one empty, and one with set-up; July is not there."""
    for number in range(1, 7):
        travel = an_item(amount=400.0 + 10 * number)
        posts = an_item(item="health_posts", unit="month_of_a_post", quantity=2.0, amount=9000.0)
        family = an_item(item="family_work", unit="hour", perspective="local_authority", amount=1500.0)
        keep_costs(f"2020-{number:02}", travel, posts, family, site_id=site_id)
    keep_costs("2019-12", site_id=site_id)
    keep_costs("2019-11", an_item(amount=43000.0, price_year=2019), site_id=site_id)
    keep_costs(
        "2019-10", an_item(category="set_up", item="materials", unit="set", amount=7000.0, price_year=2019),
        an_item(amount=420.0, price_year=2019), site_id=site_id,
    )  # fmt: skip
