"""Targets: up to three at a time, rated 0 to 10, drawn over time in a picture that has its words and its table."""

import re
import xml.etree.ElementTree as ET
from datetime import timedelta

import pytest

from newel.web.care.models import Rating, Target
from newel.web.care.presenters.chart import BOTTOM, TOP, chart_of, in_words
from tests.support.care import AIM, TODAY, a_young_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("example_study")]
TARGET = {"words": AIM, "set_by_child": "yes", "set_on": TODAY.isoformat()}
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def client(sign_in):
    return sign_in("practitioner")


def rate(client, person, number, rating, on=TODAY):
    fields = {f"rating.{number}": str(rating), f"rated_on.{number}": on.isoformat()}
    return client.post(person.address("rate", number), fields)


def test_a_target_is_kept_in_the_young_persons_words(client):
    person = a_young_person()
    client.post(person.address("targets"), TARGET)

    kept = Target.objects.get()
    assert (kept.number, kept.set_on, kept.set_by_child) == (1, TODAY, True)
    assert AIM in client.get(person.address("targets")).content.decode()


def test_three_targets_are_open_at_most_and_a_closed_one_makes_room(client):
    person = a_young_person()
    for _ in range(3):
        client.post(person.address("targets"), TARGET)
    assert "3 targets are open" in client.post(person.address("targets"), TARGET).content.decode()
    client.post(person.address("close", 2))
    client.post(person.address("targets"), TARGET)
    page = client.post(person.address("close", 2), {"reopen": "1"}).content.decode()

    assert list(Target.objects.order_by("number").values_list("number", "closed_on")) == [
        (1, None), (2, TODAY), (3, None), (4, None),
    ]  # fmt: skip
    assert "Close one first" in page


def test_a_closed_target_opens_again(client):
    person = a_young_person()
    person.aim()
    client.post(person.address("close", 1))
    client.post(person.address("close", 1), {"reopen": "1"})

    assert Target.objects.get().closed_on is None


def test_a_rating_is_kept_corrected_on_its_day_and_taken_back(client):
    person = a_young_person(days_here=30)
    person.aim(2)
    rate(client, person, 1, 7, TODAY - timedelta(days=1))
    rate(client, person, 1, 4)
    assert list(Rating.objects.order_by("rated_on").values_list("rating", flat=True)) == [7, 4]

    client.post(person.address("rate", 1), {"take_back": "1"})
    assert list(Rating.objects.values_list("rating", flat=True)) == [7]


@pytest.mark.parametrize("rating", ["", "11", "-1", "5.5", "five"])
def test_a_rating_outside_the_scale_is_refused_beside_its_target(client, rating):
    person = a_young_person()
    person.aim()
    page = rate(client, person, 1, rating)

    assert page.status_code == 422
    assert 'href="#f-rating.1"' in page.content.decode()
    assert not Rating.objects.exists()


def test_a_target_is_not_rated_before_it_was_set(client):
    person = a_young_person()
    person.aim()

    assert rate(client, person, 1, 5, TODAY - timedelta(days=1)).status_code == 422


@pytest.mark.parametrize("wrong", [{"words": " "}, {"set_by_child": ""}, {"set_on": "soon"}])
def test_a_target_without_words_day_or_who_set_it_is_refused(client, wrong):
    assert client.post(a_young_person().address("targets"), TARGET | wrong).status_code == 422
    assert not Target.objects.exists()


def test_the_chart_is_a_picture_with_words_and_a_table_and_holds_no_words_of_the_target(client):
    person = a_young_person(days_here=60)
    person.aim(2, 4, 3, 6)
    page = client.get(person.address("targets")).content.decode()
    picture = client.get(person.address("chart", 1))

    says = "The rating of target 1 rose: from 2 of 10 on 25 August 2020 to 6 on 15 September 2020, over 4 ratings."
    assert f'alt="{says}"' in page
    assert re.findall(r"<td>(\d+)</td>", page) == ["2", "4", "3", "6"]
    assert picture["Content-Type"] == "image/svg+xml"
    drawn = ET.fromstring(picture.content)  # noqa: S314 - our own picture
    assert drawn.find(f"{SVG}title").text == says
    assert len(drawn.findall(f"{SVG}circle")) == 4
    assert "style" not in picture.content.decode()
    assert AIM not in picture.content.decode()


def test_the_chart_puts_the_ends_of_the_scale_at_its_edges_and_days_at_their_distance():
    days = (0, 10, 40)
    ratings = [
        Rating(rated_on=TODAY + timedelta(days=day), rating=value) for day, value in zip(days, (0, 10, 5), strict=True)
    ]
    points = chart_of(ratings).points

    assert [point.y for point in points] == [BOTTOM, TOP, (TOP + BOTTOM) / 2]
    assert points[1].x - points[0].x == pytest.approx((points[2].x - points[0].x) / 4, abs=0.1)


def test_the_words_of_a_chart_say_one_rating_none_and_no_change():
    one = [Rating(rated_on=TODAY, rating=3)]

    assert in_words(2, []) == "Target 2 has no rating yet."
    assert in_words(1, one) == "Target 1 was rated 3 of 10 on 15 September 2020."
    assert "is the same" in in_words(1, one * 2)


@pytest.mark.parametrize("page", ["rate", "close", "chart"])
def test_a_target_that_was_not_set_is_not_there(client, page):
    assert client.get(a_young_person().address(page, 1)).status_code == 404
