"""Where the cookie tool is."""

from django.urls import path

from newel.web.public.views import cookies

app_name = "cookies"
urlpatterns = [
    path("", cookies.cookies, name="page"),
    path("choice/", cookies.choose, name="choose"),
    path("count/", cookies.count, name="count"),
]
