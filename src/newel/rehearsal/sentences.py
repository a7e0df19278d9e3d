"""What is said between the sentences that carry a code: an interviewer's questions, small talk, and invented names.

All of it is made up for rehearsals. The names are common first names put together with towns, teams and days by chance,
so that de-identification has something to find that belongs to nobody.
"""

QUESTIONS = (
    "Can you tell me a bit more about that?",
    "What was that like for you?",
    "How did that come about?",
    "And what happened then?",
    "Could you give me an example?",
    "Has that changed since you first came here?",
    "Who else was involved in that?",
    "What would have made it easier?",
    "How do people here usually deal with that?",
    "Is there anything you would do differently?",
    "What do you think is behind that?",
    "When did you first notice it?",
)
"""What an interviewer asks; no code stands in it."""

SMALL_TALK = (
    "Yeah, so, it depends a bit on the day.",
    "I would have to think about that one.",
    "It is hard to put into words.",
    "There is a lot going on most weeks.",
    "I have been asked that before, actually.",
    "Some days are better than others.",
    "That is just how I see it.",
    "It was different when I first arrived.",
    "You get used to the routine after a while.",
    "I can only speak for this unit.",
    "Let me think how to say this.",
    "It is never the same two weeks running.",
    "Well, you know how it goes.",
    "I am not sure that answers it.",
)
"""What people say besides; no code stands in it, and nothing that would tell who they are."""

LET_SLIP = (
    "I was talking to {person} about it only last week.",
    "That was {day}, I remember because {person} was on shift.",
    "My mum still lives in {place}, so it is a long way for her.",
    "They had moved me over from {place} by then.",
    "{person} from the {team} came over to ask.",
    "The {team} rang about it on {day}.",
    "You could ask {person}, they were there as well.",
    "I grew up round {place}, near the station.",
)
"""What people say that would tell who they are."""

SLOTS = {
    "person": (
        "Megan Price",
        "Tomasz Nowak",
        "Aisha Khan",
        "Chidi Okafor",
        "Mr Hartley",
        "Priya Nair",
        "Callum",
        "Zofia",
        "Ms Adeyemi",
        "Jordan Lewis",
        "Grace",
        "Dr Patel",
        "Łukasz",
        "Chloé Barker",
        "Big Dave",
        "Ngozi",
    ),
    "place": (
        "Hull",
        "Wolverhampton",
        "Croydon",
        "Merthyr Tydfil",
        "Oldham",
        "Stoke",
        "Plymouth",
        "Rugby",
        "Toxteth",
        "Gateshead",
    ),
    "team": (
        "Oakfield Unit",
        "Northgate youth justice team",
        "Riverside College",
        "Harbour Lodge",
        "St Aidan's Academy",
        "Beacon House",
    ),
    "day": (
        "3 March 2019",
        "the 14th of May",
        "Tuesday 8 October",
        "21/02/2020",
        "12 August last year",
    ),
}
"""What a place holder may stand for, by its name in braces."""

KINDS = {"person": "name", "place": "place", "team": "organisation", "day": "date"}
"""What kind of identifier a place holder is."""
