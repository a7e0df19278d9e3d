"""Those who follow a text: told of each new version inside the act that makes it, so that nothing points at old words.

Coding registers here when the site starts. A follower re-anchors what it has on the text, or queues it for a person;
where it fails, the version is not made. Whoever keeps what was thought about a text is told when it is taken back.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from newel.transcripts import TextVersion


@dataclass(frozen=True)
class VersionAdded:
    """A source has a new signed version. `new.edits` made it of `old`, which was the signed one until now.

    At the first signature `old` is the text from the vault: those told of it keep no word of that.
    """

    source_id: str
    old: TextVersion
    new: TextVersion
    actor: str
    now: datetime


@dataclass(frozen=True)
class TakenBack:
    """The people of a source have taken it back, which was noted just now."""

    source_id: str
    actor: str
    now: datetime


Follower = Callable[[VersionAdded], None]
AtTheEnd = Callable[[TakenBack], str]
_FOLLOWERS: list[Follower] = []
_AT_THE_END: list[AtTheEnd] = []
_FROM_THE_FIRST: list[Follower] = []


def follow(follower: Follower) -> None:
    """Register a follower, once: `AppConfig.ready` may run twice."""
    if follower not in _FOLLOWERS:
        _FOLLOWERS.append(follower)


def follow_the_first(follower: Follower) -> None:
    """Register a follower of first signatures, once: for what came in with a text before that was redacted."""
    if follower not in _FROM_THE_FIRST:
        _FROM_THE_FIRST.append(follower)


def follow_to_the_end(told: AtTheEnd) -> None:
    """Register, once, who deletes what they keep about a source that is taken back, and says in words how much."""
    if told not in _AT_THE_END:
        _AT_THE_END.append(told)


def tell_it_is_taken_back(taken: TakenBack) -> str:
    """Have everybody delete what they keep about a source, and return what they say of it."""
    return " ".join(said for told in tuple(_AT_THE_END) if (said := told(taken)))


def unfollow(follower: Follower) -> None:
    """Take a follower out again."""
    _FOLLOWERS.remove(follower)


def tell_followers(added: VersionAdded) -> None:
    """Tell every follower, in the order they came; of a first signature, those who follow these."""
    for follower in tuple(_FROM_THE_FIRST if added.old.number == 1 else _FOLLOWERS):
        follower(added)
