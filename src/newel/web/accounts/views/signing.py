"""Sign in, sign out, choose a password, and the page for those who tried too often."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import views as auth_views
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator

from newel.web import clock
from newel.web.accounts.actions.note_signing import note_new_password, note_signing
from newel.web.accounts.doors import SIGNED_IN_AT, staff_page
from newel.web.accounts.permissions import account_of


class SignIn(auth_views.LoginView):
    """Ask for name and password. Which of the two was wrong is not said."""

    template_name = "accounts/sign_in.html"
    redirect_authenticated_user = True

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Sign the person in and note it."""
        with transaction.atomic():
            response = super().form_valid(form)
            now = clock.now()
            self.request.session[SIGNED_IN_AT] = now.isoformat()
            note_signing(actor=form.get_user().get_username(), verb="sign_in", now=now)
        return response

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        """Note the refusal and show the page again."""
        note_signing(actor="unknown", verb="sign_in_refused", now=clock.now())
        return super().form_invalid(form)


class SignOut(auth_views.LogoutView):
    """End the session."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Note it while it is known who goes, then sign them out."""
        if request.user.is_authenticated:
            note_signing(actor=request.user.get_username(), verb="sign_out", now=clock.now())
        return super().post(request, *args, **kwargs)


@method_decorator(staff_page(), name="dispatch")
class ChoosePassword(auth_views.PasswordChangeView):
    """Choose a password of one's own; the first page after an account was made for somebody."""

    template_name = "accounts/password.html"
    success_url = reverse_lazy("accounts:start")

    def form_valid(self, form: PasswordChangeForm) -> HttpResponse:
        """Keep the new password and note that there is one."""
        with transaction.atomic():
            response = super().form_valid(form)
            account = account_of(form.user)
            if account is not None:
                note_new_password(account=account, now=clock.now())
        return response


def locked_out(request: HttpRequest, credentials: Any = None, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG001 - axes' signature
    """Say that this name and place must wait, and for how long. Called by axes in place of any answer."""
    minutes = round(timedelta(hours=settings.AXES_COOLOFF_TIME).total_seconds() / 60)
    return render(request, "accounts/locked_out.html", {"minutes": minutes}, status=429)
