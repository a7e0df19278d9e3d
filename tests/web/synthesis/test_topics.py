"""Convergence on the web: topics begun, judged and judged again, with the rule beside the person's judgement."""

import pytest

from newel.web.synthesis.models import TopicPart
from newel.web.synthesis.queries.topics import all_topics, topic_of
from tests.support.theory_pages import BEGUN, begin, judge, page

pytestmark = pytest.mark.django_db


def test_a_topic_begins_with_what_one_strand_says(client):
    topic = begin(client, address="incidents.rates_by_type.all.assaults")
    shown = client.get(page("topic", topic)).content.decode()

    assert topic == "topic1"
    assert "It falls." in shown
    assert "377 per 100 children per year" in shown
    assert shown.count("Not judged yet.") == 3


def test_the_rule_and_the_fit_stand_beside_each_other(client):
    topic = begin(client)
    judge(client, topic, "qualitative", judgement="dissonance")
    judge(client, topic, "together", judgement="complementarity", says="They speak of another year.")
    shown = client.get(page("topic", topic)).content.decode()
    listed = client.get(page("topics")).content.decode()

    assert "Dissonance: it contradicts" in shown
    assert '<span class="state">Expand</span>' in shown
    assert "They speak of another year." in listed


def test_a_part_that_is_judged_again_is_its_next_version(client):
    topic = begin(client)
    judge(client, topic, "quantitative", says="It rises.", seen=1)

    assert list(TopicPart.objects.order_by("version").values_list("says", flat=True)) == ["It falls.", "It rises."]
    assert topic_of(topic)[1][0].version == 2
    assert all_topics()[0].said["quantitative"].says == "It rises."


def test_a_part_that_somebody_else_judged_meanwhile_is_not_overwritten(client):
    topic = begin(client)
    judge(client, topic, "economic", says="Hers.")
    late = judge(client, topic, "economic", says="His own words.")

    assert late.status_code == 422
    assert "Somebody else" in late.content.decode()
    assert "His own words." in late.content.decode()
    assert all_topics()[0].said["economic"].says == "Hers."


@pytest.mark.parametrize(
    ("parts", "says"),
    [
        ({"title": ""}, "Name the topic"),
        ({"says": ""}, "only a strand that is silent may say nothing"),
        ({"judgement": "perhaps"}, "Choose how it stands"),
        ({"says": "It fell by 5."}, "found: 5"),
        ({"address": "incidents.rates_by_type.all.gone"}, "No number stands at this address"),
        ({"address": "somewhere"}, "Write the address of one number"),
    ],
)
def test_what_cannot_be_used_is_refused_beside_its_field(client, parts, says):
    response = client.post(page("begin"), BEGUN | parts)

    assert response.status_code == 422
    assert says in response.content.decode()
    assert not TopicPart.objects.exists()


def test_a_silent_strand_may_say_nothing(client):
    topic = begin(client, judgement="silence", says="")

    assert all_topics()[0].said["quantitative"].judgement == "silence"
    assert client.get(page("topic", topic)).status_code == 200


def test_what_is_not_there_is_not_found(client):
    topic = begin(client)

    assert client.get(page("topic", "topic9")).status_code == 404
    assert client.get(page("judge", topic, "poetic")).status_code == 404
    assert client.get(page("judge", "topic9", "economic")).status_code == 404
