"""Those who follow a text: told of each new version inside the act that makes it, so that nothing points at old words.

Coding registers here when the site starts. A follower re-anchors what it has on the text, or queues it for a person;
where it fails, the version is not made.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from newel.transcripts import TextVersion


@dataclass(frozen=True)
class VersionAdded:
    """A source has a new signed version. `new.edits` made it of `old`, which was the signed one until now."""

    source_id: str
    old: TextVersion
    new: TextVersion
    actor: str
    now: datetime


Follower = Callable[[VersionAdded], None]
_FOLLOWERS: list[Follower] = []


def follow(follower: Follower) -> None:
    """Register a follower, once: `AppConfig.ready` may run twice."""
    if follower not in _FOLLOWERS:
        _FOLLOWERS.append(follower)


def unfollow(follower: Follower) -> None:
    """Take a follower out again."""
    _FOLLOWERS.remove(follower)


def tell_followers(added: VersionAdded) -> None:
    """Tell every follower, in the order they came."""
    for follower in tuple(_FOLLOWERS):
        follower(added)
