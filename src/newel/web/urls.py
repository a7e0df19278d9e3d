"""Where every page of the site is."""

from django.urls import include, path

urlpatterns = [
    path("", include("newel.web.accounts.urls")),
    path("", include("newel.web.capture.urls")),
    path("", include("newel.web.care.urls")),
    path("staff/returns/", include("newel.web.returns.urls")),
    path("staff/sources/", include("newel.web.sessions.urls")),
    path("staff/costs/", include("newel.web.economics.urls")),
    path("staff/", include("newel.web.coding.urls")),
    path("staff/observations/", include("newel.web.observations.urls")),
    path("staff/progress/", include("newel.web.progress.urls")),
    path("", include("newel.web.synthesis.urls")),
    path("cookies/", include("newel.web.public.cookie_urls")),
    path("report/decide/", include("newel.web.economics.decide_urls")),
    path("", include("newel.web.public.urls")),  # last: a study may name its own pages freely
]

handler400 = "newel.web.public.views.wrong.bad_request"
handler403 = "newel.web.public.views.wrong.not_allowed"
handler404 = "newel.web.public.views.wrong.not_found"
handler500 = "newel.web.public.views.wrong.broken"
