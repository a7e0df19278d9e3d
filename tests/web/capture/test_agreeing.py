"""Agreeing: the sheet first, age where it matters, whose word it rests on, and each purpose by itself."""

import shutil

import pytest

from newel.web.capture.models import AccessGrant, ConsentStatement, Response

pytestmark = pytest.mark.django_db
PURPOSES = ("take_part", "linkage", "quotes")


def said() -> list[tuple[str, str, str]]:
    """Return every statement as (purpose, state, basis), in the order in which they were said."""
    return list(ConsentStatement.objects.order_by("pk").values_list("purpose", "state", "basis"))


def test_an_adult_reads_the_limits_then_says_yes_or_no_to_each_purpose(invited, coming_in) -> None:
    reader = coming_in(invited("staff"))
    assert "The limits of what we keep private" in reader.text
    assert not Response.objects.exists()

    reader.press("Continue").press(
        "Continue", {"purpose_take_part": "yes", "purpose_linkage": "no", "purpose_quotes": "yes"}
    )

    assert "Questions 1 to 3 of 5" in reader.text
    assert said() == [("take_part", "given", "own"), ("linkage", "refused", ""), ("quotes", "given", "")]
    assert Response.objects.get().mode == "web"
    assert set(ConsentStatement.objects.values_list("document_version", flat=True)) == {"3"}


def test_a_purpose_left_open_is_asked_again_and_the_others_keep_their_answer(invited, coming_in) -> None:
    reader = coming_in(invited("staff")).press("Continue")

    reader.press("Continue", {"purpose_take_part": "yes", "purpose_quotes": "no"})

    assert "Choose yes or no" in reader.text
    assert ("purpose_take_part", "yes") in reader.page.forms[0].fields
    assert ("purpose_quotes", "no") in reader.page.forms[0].fields
    assert not ConsentStatement.objects.exists()
    reader.press("Continue", {"purpose_linkage": "no"})
    assert [state for _, state, _ in said()] == ["given", "refused", "refused"]


def test_a_person_of_sixteen_agrees_alone_one_purpose_a_page(invited, coming_in) -> None:
    reader = coming_in(invited("young_person")).press("Continue").press("Continue", {"age": "over"})

    for purpose, word in zip(PURPOSES, ("yes", "no", "yes"), strict=True):
        asked = [value for name, value in reader.page.forms[0].fields if name == "purpose"]
        assert asked == [purpose]
        reader.press("Continue", {f"purpose_{purpose}": word})

    assert "Question 1 of 3" in reader.text
    assert said() == [("take_part", "given", "own"), ("linkage", "refused", ""), ("quotes", "given", "")]
    assert Response.objects.get().mode == "tablet"


def test_under_sixteen_a_member_of_staff_confirms_and_the_record_says_so(invited, coming_in) -> None:
    reader = coming_in(invited("young_person")).press("Continue").press("Continue", {"age": "under"})
    assert "pass this to the member of staff" in reader.text

    reader.press("Continue", {"confirmed": "yes"}).press("Continue", {"purpose_take_part": "yes"})

    assert said() == [("take_part", "given", "staff_confirmed")]


def test_under_sixteen_nothing_is_asked_where_staff_do_not_confirm(invited, coming_in) -> None:
    code = invited("young_person")
    reader = coming_in(code).press("Continue").press("Continue", {"age": "under"})

    reader.press("Continue", {"confirmed": "no"})

    assert "You have done nothing wrong" in reader.text
    assert said() == [("take_part", "not_competent", "")]
    assert not Response.objects.exists()
    assert "We would like to hear from you" in coming_in(code).text


def test_where_the_protocol_asks_for_a_parent_the_record_rests_on_the_parent(
    invited, coming_in, serve_study, small_study, tmp_path
) -> None:
    study = shutil.copytree(small_study, tmp_path / "study")
    protocol = (study / "protocol.toml").read_text()
    (study / "protocol.toml").write_text(
        protocol.replace("[consent]", '[consent]\nyounger_rule = "parental_consent"\nown_consent_from_age = 13')
    )
    serve_study(study)

    reader = coming_in(invited("young_person")).press("Continue")
    assert "Under 13" in reader.text
    reader.press("Continue", {"age": "under"})
    assert "has a parent agreed" in reader.text
    reader.press("Continue", {"confirmed": "yes"}).press("Continue", {"purpose_take_part": "yes"})

    assert said() == [("take_part", "given", "parent")]


@pytest.mark.parametrize("step", ["age", "confirmed"])
def test_no_answer_to_who_decides_asks_again(invited, coming_in, step) -> None:
    reader = coming_in(invited("young_person")).press("Continue")
    if step == "confirmed":
        reader.press("Continue", {"age": "under"})

    reader.press("Continue")

    assert "Choose one of the two" in reader.text
    assert not ConsentStatement.objects.exists()


@pytest.mark.parametrize("group", ["staff", "young_person", "carer"])
def test_a_no_is_taken_at_once_and_a_change_of_mind_is_welcome(invited, coming_in, group) -> None:
    code = invited(group)

    reader = coming_in(code).press("I do not want to take part")

    assert "You said no" in reader.text
    assert said() == [("take_part", "refused", "own")]
    again = coming_in(code)
    assert "That is still fine" in again.text
    assert not Response.objects.exists()


def test_a_no_to_taking_part_asks_for_no_other_purpose(invited, coming_in) -> None:
    reader = coming_in(invited("staff")).press("Continue").press("Continue", {"purpose_take_part": "no"})

    assert "That is fine" in reader.text
    assert said() == [("take_part", "refused", "own")]


def test_a_yes_after_a_no_opens_the_form_and_both_words_stay_on_record(invited, coming_in) -> None:
    code = invited("staff")
    coming_in(code).press("I do not want to take part")

    coming_in(code).press("Continue").press("Continue", {f"purpose_{purpose}": "yes" for purpose in PURPOSES})

    assert [state for purpose, state, _ in said() if purpose == "take_part"] == ["refused", "given"]


def test_the_consent_page_sent_twice_states_it_once(invited, coming_in) -> None:
    reader = coming_in(invited("staff")).press("Continue")
    reader.press("Continue", {f"purpose_{purpose}": "yes" for purpose in PURPOSES})

    reader.send_again()

    assert len(said()) == 3
    assert "Questions 1 to 3 of 5" in reader.text


def test_going_back_to_a_purpose_and_choosing_otherwise_is_a_new_statement(invited, coming_in) -> None:
    reader = coming_in(invited("young_person")).press("Continue").press("Continue", {"age": "over"})
    reader.press("Continue", {"purpose_take_part": "yes"})
    linkage_page = reader.response
    reader.press("Continue", {"purpose_linkage": "yes"})

    reader.response = linkage_page
    reader.press("Continue", {"purpose_linkage": "no"})

    assert [(purpose, state) for purpose, state, _ in said()][1:] == [("linkage", "given"), ("linkage", "refused")]
    assert "Can we use your words?" in reader.text


def test_going_back_to_say_no_after_a_yes_asks_whether_to_take_everything_back(invited, coming_in) -> None:
    reader = coming_in(invited("staff"))
    sheet = reader.response
    reader.press("Continue").press("Continue", {f"purpose_{purpose}": "yes" for purpose in PURPOSES})

    reader.response = sheet
    reader.press("I do not want to take part")

    assert "Do you want to take back what you said?" in reader.text
    assert [state for purpose, state, _ in said() if purpose == "take_part"] == ["given"]


def test_purposes_cannot_be_agreed_to_before_taking_part_is(invited, coming_in) -> None:
    reader = coming_in(invited("young_person"))
    ticket = dict(reader.page.forms[0].fields)["ticket"]

    reader.send(
        "/take-part/agree/",
        [("ticket", ticket), ("step", "purposes"), ("basis", "own"), ("purpose", "quotes"), ("purpose_quotes", "yes")],
    )

    assert said() == []
    assert "We would like to hear from you" in reader.text


def test_a_page_with_an_invented_basis_states_nothing(invited, coming_in) -> None:
    reader = coming_in(invited("staff")).press("Continue")
    fields = [(name, value) for name, value in reader.page.forms[0].fields if name != "basis"]

    reader.send("/take-part/agree/", [*fields, ("basis", "the king"), ("purpose_take_part", "yes")])

    assert said() == []


def test_the_study_s_own_words_are_shown_as_text_and_bring_nothing_with_them(
    invited, coming_in, serve_study, small_study, tmp_path
) -> None:
    study = shutil.copytree(small_study, tmp_path / "study")
    (study / "information" / "staff.md").write_text(
        "# Sheet\n\n<script>alert(1)</script> ![x](https://example.org/x.png)\n"
    )
    serve_study(study)

    html = coming_in(invited("staff")).html

    assert "<script" not in html
    assert "<img" not in html


def test_only_one_form_belongs_to_an_invitation(agreed, invited, coming_in) -> None:
    code = invited("staff")
    agreed("staff", code=code)

    coming_in(code)

    assert Response.objects.count() == AccessGrant.objects.count() == 1
