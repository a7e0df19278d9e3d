"""An update gives codings, memos, quotes and links ids; what was there before keeps the number it was known by."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

pytestmark = pytest.mark.django_db(transaction=True)
BEFORE, AFTER = [("coding", "0002_history_is_never_changed")], [("coding", "0003_ids_that_tell_nothing")]


@pytest.fixture
def back():
    """Go back to the tables of before; afterwards forward to those of now."""
    executor = MigrationExecutor(connection)
    newest = [key for key in executor.loader.graph.leaf_nodes() if key[0] == "coding"]
    executor.migrate(BEFORE)
    yield executor.loader.project_state(BEFORE).apps
    MigrationExecutor(connection).migrate(newest)


def test_rows_of_before_keep_their_number_and_new_ones_are_drawn(back):
    now = timezone.now()
    book = back.get_model("coding", "Codebook").objects.create(id="ways", title="Ways", created_by="x", created_at=now)
    layer = back.get_model("coding", "Layer").objects.create(
        key="k", codebook=book, coder="x", pseudonym="C1", round=1, purpose="first", blind=False, opened_at=now
    )
    spot = {"layer": layer, "source_id": "s", "version": 2, "code": "trust"}
    old = [back.get_model("coding", "Coding").objects.create(**spot, start=n, end=n + 1) for n in range(3)]
    quote = back.get_model("coding", "Quote").objects.create(coding=old[0], chosen_by="x", chosen_at=now)
    executor = MigrationExecutor(connection)
    executor.migrate(AFTER)
    apps = MigrationExecutor(connection).loader.project_state(AFTER).apps
    codings = apps.get_model("coding", "Coding").objects
    spot["layer"] = apps.get_model("coding", "Layer").objects.get()
    new = codings.create(**spot, start=8, end=9)

    assert list(codings.exclude(pk=new.pk).order_by("pk").values_list("key", flat=True)) == [str(row.pk) for row in old]
    assert len(new.key) == 16
    assert apps.get_model("coding", "Quote").objects.get(coding_id=old[0].pk).key == str(quote.pk)
