"""Where the pages of the care pathway are. An address holds a random key and places in lists, and nothing else."""

from django.urls import path

from newel.web.care.views import (
    admitting,
    assessing,
    board,
    formulating,
    intervening,
    leaving,
    listening,
    overview,
    planning,
    reviewing,
    saying,
    targeting,
)

app_name = "care"
_ONE = "staff/care/<slug:key>/"
urlpatterns = [
    path("staff/care/", board.board, name="board"),
    path("staff/care/admit/", admitting.admit_page, name="admit"),
    path(_ONE, overview.overview, name="pathway"),
    path(f"{_ONE}assessment/", assessing.assessment, name="assessment"),
    path(f"{_ONE}assessment/<int:place>/", assessing.assess, name="assess"),
    path(f"{_ONE}words/", listening.words, name="words"),
    path(f"{_ONE}hand-over/", listening.hand_over, name="hand_over"),
    path(f"{_ONE}targets/", targeting.targets, name="targets"),
    path(f"{_ONE}targets/<int:number>/", targeting.rate, name="rate"),
    path(f"{_ONE}targets/<int:number>/close/", targeting.close, name="close"),
    path(f"{_ONE}targets/<int:number>/chart.svg", targeting.chart, name="chart"),
    path(f"{_ONE}formulation/", formulating.formulation, name="formulation"),
    path(f"{_ONE}formulation/write/", formulating.formulate, name="formulate"),
    path(f"{_ONE}formulation/<int:number>/", formulating.version, name="version"),
    path(f"{_ONE}interventions/", intervening.interventions, name="interventions"),
    path(f"{_ONE}interventions/<int:number>/", intervening.end, name="end_intervention"),
    path(f"{_ONE}reviews/", reviewing.reviews, name="reviews"),
    path(f"{_ONE}reviews/take-back/", reviewing.take_back, name="take_back_review"),
    path(f"{_ONE}transition/", planning.transition, name="transition"),
    path(f"{_ONE}leave/", leaving.leave, name="leave"),
    path(f"{_ONE}reopen/", leaving.reopen, name="reopen"),
    path(f"{_ONE}remove/", leaving.remove, name="remove"),
    path("my-words/", saying.say, name="say"),
    path("my-words/finish/", saying.finish, name="finish"),
    path("my-words/take-back/", saying.take_back, name="take_back"),
]
