"""Who may do what: one table. `check` refuses, and `allowed` only asks `check`, so that the two never differ."""

from typing import Literal, get_args

from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.models import User as DjangoUser
from django.core.exceptions import PermissionDenied

from newel.web.accounts.models import Account
from newel.web.study import current_study

Role = Literal["lead", "site_lead", "practitioner", "redactor", "researcher", "output_checker"]
Act = Literal[
    "invite",
    "send_return",
    "see_progress",
    "answer_query",
    "chase",
    "see_care",
    "work_on_care",
    "remove_admission",
    "code",
    "edit_codebook",
    "reconcile",
    "open_round",
    "see_sources",
    "add_source",
    "redact",
    "sign_redaction",
    "write_theory",
    "observe",
    "see_costs",
]
Person = DjangoUser | AnonymousUser

ROLES: tuple[Role, ...] = get_args(Role)
ROLE_NAMES: dict[str, str] = {
    "lead": "Evaluation lead",
    "site_lead": "Site lead",
    "practitioner": "Practitioner",
    "redactor": "Redactor",
    "researcher": "Researcher",
    "output_checker": "Output checker",
}
PERMISSIONS: dict[Act, frozenset[Role]] = {
    "invite": frozenset({"lead", "site_lead"}),
    "send_return": frozenset({"site_lead"}),
    "see_progress": frozenset({"lead", "site_lead", "researcher"}),
    "answer_query": frozenset({"site_lead"}),
    "chase": frozenset({"lead"}),
    "see_care": frozenset({"lead", "site_lead", "practitioner"}),
    "work_on_care": frozenset({"site_lead", "practitioner"}),
    "remove_admission": frozenset({"site_lead"}),
    "see_sources": frozenset({"lead", "redactor", "researcher"}),
    "add_source": frozenset({"lead", "redactor"}),
    "redact": frozenset({"lead", "redactor"}),
    "sign_redaction": frozenset({"lead", "redactor"}),
    "code": frozenset({"lead", "researcher"}),
    "reconcile": frozenset({"lead", "researcher"}),
    "edit_codebook": frozenset({"lead", "researcher"}),
    "write_theory": frozenset({"lead", "researcher"}),
    "observe": frozenset({"lead", "researcher"}),
    "open_round": frozenset({"lead"}),
    "see_costs": frozenset({"lead", "site_lead", "researcher"}),
}
SITE_BOUND: frozenset[Role] = frozenset({"site_lead", "practitioner"})
"""Roles that see their own sites only, and to whom every other site is not there at all."""
OF_ONE_SITE: frozenset[Role] = frozenset({"practitioner"})
"""Roles that work at exactly one site."""
_AT_THE_DOOR = "_account_at_the_door"


def account_of(user: Person) -> Account | None:
    """Return the account of a signed-in person; None for everybody else."""
    return getattr(user, _AT_THE_DOOR, None) or _kept_account(user)


def let_in(user: Person, account: Account) -> None:
    """Keep an account beside the person for as long as this one request goes on, so that it is read once."""
    setattr(user, _AT_THE_DOOR, account)


def _kept_account(user: Person) -> Account | None:
    return Account.objects.filter(user_id=user.pk, user__is_active=True).first() if user.is_authenticated else None


def check(user: Person, act: Act) -> Account:
    """Return the person's account. Raises PermissionDenied where their role may not do this."""
    account = account_of(user)
    if account is None or account.role not in PERMISSIONS[act]:
        raise PermissionDenied(act)
    return account


def allowed(user: Person, act: Act) -> bool:
    """Whether `check` would let this person do this."""
    try:
        check(user, act)
    except PermissionDenied:
        return False
    return True


def sites_of(user: Person) -> tuple[str, ...]:
    """Return the ids of the sites a person may see, in the protocol's order."""
    account = account_of(user)
    if account is None:
        return ()
    everywhere = account.role not in SITE_BOUND
    return tuple(site.id for site in current_study().protocol.sites if everywhere or site.id in account.site_ids)


def names_with(act: Act) -> tuple[str, ...]:
    """Return the account names of those who may do something, in the order of the alphabet."""
    accounts = Account.objects.filter(role__in=PERMISSIONS[act], user__is_active=True)
    return tuple(accounts.order_by("user__username").values_list("user__username", flat=True))
