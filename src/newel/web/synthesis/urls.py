"""Where the pages of synthesis are."""

from django.urls import path

from newel.web.synthesis.views import displays, linking, theories, topics

app_name = "synthesis"
urlpatterns = [
    path("staff/theories/", theories.theories, name="theories"),
    path("staff/theories/write/", theories.write, name="write"),
    path("staff/theories/<slug:key>/", theories.theory, name="theory"),
    path("staff/theories/<slug:key>/words/", theories.reword, name="reword"),
    path("staff/theories/<slug:key>/status/", theories.move, name="move"),
    path("staff/theories/<slug:key>/link/<slug:kind>/", linking.link, name="link"),
    path("staff/theories/<slug:key>/take-back/<slug:evidence>/", linking.take_back, name="take_back"),
    path("staff/convergence/", topics.topics, name="topics"),
    path("staff/convergence/begin/", topics.begin, name="begin"),
    path("staff/convergence/<slug:key>/", topics.topic, name="topic"),
    path("staff/convergence/<slug:key>/<slug:part>/", topics.judge, name="judge"),
    path("staff/displays/", displays.displays, name="displays"),
    path("staff/displays/<slug:name>/", displays.display, name="display"),
]
