"""Where the decision page is. It is public, and takes its settings from its address."""

from django.urls import path

from newel.web.economics.views.decide import decide

app_name = "decide"
urlpatterns = [path("", decide, name="page")]
