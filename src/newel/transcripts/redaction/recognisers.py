"""Patterns of what names or finds a person in the United Kingdom: numbers, addresses, dates, names by their cues."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from newel.transcripts.redaction.suggestion import Found, Kind

_MONTH = (
    r"(?:(?:January|February|March|April|May|June|July|August|September|October|November|December)\b|"
    r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_ORDINAL = (
    r"(?:(?:twenty|thirty)[- ])?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|tenth|eleventh|twelfth|"
    r"(?:thir|four|fif|six|seven|eigh|nine)teenth|twentieth|thirtieth"
)
_YEAR = r"(?:(?:19|20)\d{2}|['\u2019]\d{2})"
_CAPITAL = r"[^\W\d_a-zß-öø-ÿ][\w'\u2019-]{0,40}"
_NAMES = rf"{_CAPITAL}(?:[ ]{_CAPITAL}){{0,2}}"
_STREET = (
    r"(?:Street|St|Road|Rd|Avenue|Ave|Lane|Close|Drive|Way|Crescent|Court|Place|Terrace|Gardens|Grove|Walk|Square|Hill|"
    r"Mews|Row|Green|Parade|Rise|Estate|View)"
)
_ESTABLISHMENT = (
    r"(?:House|Unit|Ward|Wing|Centre|Center|Hospital|School|Academy|College|University|Clinic|Surgery|Lodge|Hall|Church|"
    r"Mosque|Temple|Gurdwara|Prison|YOI|STC|SCH|Children['\u2019]s Home|Youth Club|Project|Trust|Council|"
    r"Police Station)"
)
_SERVICE = (
    r"(?:youth (?:justice|offending) (?:team|service)|children['\u2019]s (?:home|services)|social services|"
    r"secure (?:home|unit)|young offender institution|(?:crown|magistrates['\u2019]?|youth) court|police|council|"
    r"mental health team|youth club|primary|secondary|high school|college|hospital)"
)


@dataclass(frozen=True)
class Recogniser:
    """A pattern of one kind of identifier; where it has a group `it`, that group is the identifier."""

    id: str
    kind: Kind
    pattern: re.Pattern[str]
    because: str
    check: Callable[[str], bool] | None = None


def is_nhs_number(text: str) -> bool:
    """Return whether ten digits carry the NHS number's check digit: weights 10 to 2, modulus 11.

    Source: NHS Data Model and Dictionary, NHS NUMBER. A check digit of 10 is never issued.
    """
    digits = [int(sign) for sign in text if sign.isdigit()]
    return (
        len(digits) == 10
        and (11 - sum(d * w for d, w in zip(digits, range(10, 1, -1), strict=False)) % 11) % 11 == digits[9]
    )


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


RECOGNISERS = (
    Recogniser(
        "e_mail",
        "contact",
        _words(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}"),
        "it is an e-mail address",
    ),
    Recogniser(
        "web_address",
        "contact",
        _words(
            r"(?:https?://|www\.)[^\s<>\"\u201d)]{0,500}[\w/]"
            r"|(?<![\w.-])[\w-]{1,63}(?:\.[\w-]{1,63}){0,4}\.(?:com|org|net|info|io|uk|tv|me|app)\b"
            r"(?:/[^\s<>\"\u201d)]{0,500}[\w/])?"
        ),
        "it is a web address",
    ),
    Recogniser("handle", "contact", re.compile(r"(?<![\w@.])@\w[\w.]{1,29}"), "it is an account's name"),
    Recogniser(
        "phone",
        "contact",
        re.compile(r"(?<![\w+])(?:\+44[\s-]?(?:\(0\)[\s-]?)?|0)(?:[1-37-8]\d|3\d|20|5[56])(?:[\s-]?\d){7,8}(?!\d)"),
        "it is a British telephone number",
    ),
    Recogniser(
        "nhs_number",
        "number",
        re.compile(r"(?<!\d)\d{3}[ -]?\d{3}[ -]?\d{4}(?!\d)"),
        "its last digit is right for an NHS number",
        is_nhs_number,
    ),
    Recogniser("prison_number", "number", _words(r"\b[a-z]\d{4}[a-z]{2}\b"), "it has the form of a prison number"),
    Recogniser(
        "insurance_number",
        "number",
        _words(r"\b[a-ceghj-prstw-z][a-ceghj-nprstw-z][ ]?\d{2}[ ]?\d{2}[ ]?\d{2}[ ]?[a-d]\b"),
        "it has the form of a National Insurance number",
    ),
    Recogniser(
        "number_plate",
        "number",
        re.compile(r"\b[A-Z]{2}\d{2}[ ]?[A-Z]{3}\b"),
        "it has the form of a British number plate",
    ),
    Recogniser(
        "long_number",
        "number",
        re.compile(r"(?<![\w£$€.,])(?:[A-Z]{1,4}[/-]?)?\d(?:[ /-]?\d){4,}(?:[/-]?[A-Z]{1,2})?(?![\w%])"),
        "it is a number of five digits or more, as references are",
    ),
    Recogniser(
        "postcode",
        "address",
        _words(r"\b(?:[a-z]{1,2}\d[a-z\d]?|gir)[ ]?\d[abd-hjlnp-uw-z]{2}\b"),
        "it has the form of a postcode",
    ),
    Recogniser(
        "street",
        "address",
        re.compile(rf"(?:\b(?:Flat\s)?\d{{1,4}}[a-zA-Z]?,?[ ])?\b(?!The\b|My\b|On\b|No\b){_NAMES}[ ]{_STREET}\b"),
        "it reads like a street",
    ),
    Recogniser(
        "numeric_date",
        "date",
        re.compile(r"(?<![\d/.-])(?:\d{1,2}([/.-])\d{1,2}\1(?:\d{4}|\d{2})|(?:19|20)\d{2}-\d{2}-\d{2})(?![\d/-])"),
        "it is a date",
    ),
    Recogniser(
        "date_in_words",
        "date",
        _words(
            rf"\b(?:{_WEEKDAY},?[ ])?(?:(?:the[ ])?(?:{_DAY}|{_ORDINAL})(?:[ ]of)?[ ]{_MONTH}"
            rf"|{_MONTH}[ ](?:the[ ])?(?:{_DAY}|{_ORDINAL}))(?!\w)"
            rf"(?:,?[ ](?:of[ ])?(?:{_YEAR}|(?:last|this|next)[ ]year)\b)?"
        ),
        "it is a date",
    ),
    Recogniser(
        "month_and_year",
        "date",
        _words(rf"\b{_MONTH}(?:[ ]of)?[ ](?:{_YEAR}|(?:last|this|next)[ ]year)\b"),
        "it is a month of a certain year",
    ),
    Recogniser(
        "birth_year",
        "date",
        _words(rf"\b(?:born|birthday|birth)\b[^.?!\n]{{0,20}}?\b(?P<it>{_YEAR})\b"),
        "it is the year of a birth",
    ),
    Recogniser(
        "titled_name",
        "name",
        re.compile(
            r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Doctor|Prof|Professor|Sir|PC|Sgt|Officer|Nurse|Judge|Auntie|Aunty|Aunt|Uncle)"
            rf"\.?[ ]{_NAMES}"
        ),
        "a title stands before it",
    ),
    Recogniser(
        "told_name",
        "name",
        _words(
            r"\b(?:my|his|her|their)[ ](?:(?:first|last|real|full)[ ])?name(?:['\u2019]s|[ ]is|[ ]was)[ ]"
            r"(?P<it>(?!(?:not|the|an?|on|in|it|still|going|always)\b)[\w'\u2019-]{2,})"
        ),
        "it is said to be a name",
    ),
    Recogniser(
        "establishment",
        "unit",
        re.compile(
            rf"\b(?:(?:HMP|HMYOI|HM YOI|YOI|STC|SCH)[ ]{_NAMES}|(?!(?:The|A|My|Our|This|That)\b){_CAPITAL}"
            rf"(?:[ ](?:{_CAPITAL}|of|and|the)){{0,5}}[ ]{_ESTABLISHMENT})\b"
        ),
        "it reads like the name of a unit, school or service",
    ),
    Recogniser(
        "local_service",
        "organisation",
        re.compile(rf"\b(?!(?:The|A|My|Our|This|That|Your|Local|Every)\b){_NAMES}(?:['\u2019]s)?[ ](?i:{_SERVICE})\b"),
        "it reads like the service of a certain place",
    ),
)


def by_pattern(text: str) -> Iterator[Found]:
    """Yield what each pattern finds in a text."""
    for recogniser in RECOGNISERS:
        group = "it" if "it" in recogniser.pattern.groupindex else 0
        for match in recogniser.pattern.finditer(text):
            if recogniser.check is None or recogniser.check(match[group]):
                yield Found(match.start(group), match.end(group), recogniser.kind, recogniser.because)
