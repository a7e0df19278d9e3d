"""Trained means trained and still there; a pair of counts is used only where both are known."""

from newel.care import latest_staffing, meetings_and_reviews, training_ratings
from newel.care.training import staffing
from tests.support.protocols import a_protocol
from tests.support.records import frame


def test_coverage_is_of_the_last_month_that_knows_both_numbers() -> None:
    returns = frame(
        "monthly_return",
        [
            {"month": "2019-01", "staff_in_post": 40, "staff_trained": 10},
            {"month": "2019-02", "staff_in_post": 50, "staff_trained": 20},
            {"month": "2019-03", "staff_in_post": None, "staff_trained": 30},
        ],
    )

    assert latest_staffing(a_protocol(), returns).rows() == [("S01", "2019-02", 50, 20)]


def test_a_closed_site_has_nobody_in_post_any_more() -> None:
    protocol = a_protocol()
    closed = protocol.sites[0].model_copy(update={"closed_month": "2019-06"})
    protocol = protocol.model_copy(update={"sites": (closed, *protocol.sites[1:])})
    returns = frame("monthly_return", [{"month": "2019-01", "staff_in_post": 40, "staff_trained": 10}])

    assert latest_staffing(protocol, returns).is_empty()


def test_a_return_with_more_trained_than_in_post_contradicts_itself() -> None:
    returns = frame("monthly_return", [{"staff_in_post": 4, "staff_trained": 5}])

    assert staffing(returns).is_empty()


def test_a_module_rated_only_once_says_nothing_about_change() -> None:
    training = frame(
        "training",
        [
            {"staff_id": "p1", "before": 2.0, "after": 3.0},
            {"staff_id": "p2", "before": 2.0, "after": None},
        ],
    )

    assert training_ratings(training)["staff_id"].to_list() == ["p1"]


def test_a_meeting_counts_only_where_attendance_is_known() -> None:
    returns = frame(
        "monthly_return",
        [
            {"month": "2019-01", "formulation_meetings": 4, "formulation_child_attended": 3, "reviews_due": 2},
            {"month": "2019-02", "formulation_meetings": 9, "formulation_child_attended": None},
        ],
    )

    assert meetings_and_reviews(returns).rows() == [("S01", 4, 3, 0, 0)]
