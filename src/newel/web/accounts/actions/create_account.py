"""Create an account in a role; a site lead gets their sites with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from newel.faults import Refused
from newel.web.accounts.models import Account
from newel.web.accounts.permissions import OF_ONE_SITE, ROLES, SITE_BOUND
from newel.web.audit.actions import record_event
from newel.web.study import current_study


@dataclass(frozen=True)
class Post:
    """What somebody is to be in the study, and the name they sign in with."""

    username: str
    role: str
    site_ids: Sequence[str] = ()


@transaction.atomic
def create_account(
    *, actor: str, post: Post, password: str, now: datetime, must_change_password: bool = True
) -> Account:
    """Create the account. Raises Refused for a wrong post or a name in use, ValidationError for a weak password."""
    _refuse_wrong(post)
    user = User(username=post.username)
    validate_password(password, user)
    user.set_password(password)
    user.save()
    account = Account.objects.create(
        user=user, role=post.role, site_ids=list(post.site_ids), must_change_password=must_change_password
    )
    body = {"account": post.username, "role": post.role, "sites": list(post.site_ids)}
    record_event(actor=actor, verb="create", thing="account", body=body, now=now)
    return account


def _refuse_wrong(post: Post) -> None:
    known = [site.id for site in current_study().protocol.sites]
    unknown = [site for site in post.site_ids if site not in known]
    bound = post.role in SITE_BOUND
    if post.role not in ROLES:
        raise _refused("role", post.role, expected=f"one of {', '.join(ROLES)}", remedy="Name one of these roles.")
    if unknown:
        expected = f"sites of the protocol: {', '.join(known)}"
        raise _refused("sites", ", ".join(unknown), expected=expected, remedy="Correct the site's id.")
    if bound != bool(post.site_ids):
        expected = "at least one site for this role" if bound else "no site for this role, which sees all"
        found = ", ".join(post.site_ids) or "none"
        raise _refused("sites", found, expected=expected, remedy="Add or remove --site.")
    if post.role in OF_ONE_SITE and len(post.site_ids) > 1:
        expected = "one site for this role"
        raise _refused("sites", ", ".join(post.site_ids), expected=expected, remedy="Name one --site.")
    if User.objects.filter(username__iexact=post.username).exists():
        raise _refused("name", post.username, expected="a name that is not in use", remedy="Choose another name.")


def _refused(place: str, found: str, *, expected: str, remedy: str) -> Refused:
    return Refused.because("create_account", place, found=found, expected=expected, remedy=remedy)
