"""The first page after signing in: what this person can do here."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from newel.web.accounts.doors import staff_page
from newel.web.accounts.permissions import ROLE_NAMES, account_of, sites_of
from newel.web.study import current_study


@staff_page()
def start(request: HttpRequest) -> HttpResponse:
    """Show the pages of this role and the sites it sees."""
    account = account_of(request.user)
    protocol = current_study().protocol
    bound = bool(account and account.site_ids)
    sites = [protocol.site(site) for site in sites_of(request.user)] if bound else []
    return render(request, "accounts/start.html", {"role": ROLE_NAMES[account.role] if account else "", "sites": sites})
