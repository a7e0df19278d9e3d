"""Where the pages of accounts are."""

from django.urls import path

from newel.web.accounts.views import signing, start

app_name = "accounts"
urlpatterns = [
    path("sign-in/", signing.SignIn.as_view(), name="sign_in"),
    path("sign-out/", signing.SignOut.as_view(), name="sign_out"),
    path("staff/", start.start, name="start"),
    path("staff/password/", signing.ChoosePassword.as_view(), name="password"),
]
