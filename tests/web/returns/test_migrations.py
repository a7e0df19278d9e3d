"""A database of the version before keeps its monthly returns, as returns with one row."""

from datetime import date

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

BEFORE, AFTER = ("returns", "0001_initial"), ("returns", "0003_queries_and_chasers")


def move_to(target):
    executor = MigrationExecutor(connection)
    executor.migrate([target])
    return executor.loader.project_state([target]).apps.get_model("returns", "Return")


@pytest.mark.django_db(transaction=True)
def test_a_monthly_return_kept_before_is_still_there_with_its_figures():
    came = {"site_id": "S01", "month": "2020-08", "version": 2, "received_on": date(2020, 9, 1), "sent_by": "a lead"}
    move_to(BEFORE).objects.create(**came, values={"restraints": 4, "assaults": None})
    try:
        kept = move_to(AFTER).objects.get()
        assert {name: getattr(kept, name) for name in came} == came
        assert (kept.kind, kept.rows) == ("monthly_return", [{"restraints": 4, "assaults": None}])

        assert move_to(BEFORE).objects.get().values == {"restraints": 4, "assaults": None}
    finally:
        move_to(AFTER)
