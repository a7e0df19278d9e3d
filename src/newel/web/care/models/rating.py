"""How near a young person was to a target on one day."""

from django.db import models

from newel.web.care.models.target import Target


class Rating(models.Model):
    """0 not reached at all, 10 fully reached. A second rating on the same day corrects the first."""

    target = models.ForeignKey(Target, on_delete=models.CASCADE, related_name="ratings")
    rated_on = models.DateField()
    rating = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["target", "rated_on"], name="care_rating_one_a_day"),
            models.CheckConstraint(condition=models.Q(rating__lte=10), name="care_rating_0_to_10"),
        ]

    def __str__(self) -> str:
        return "rating of a target"
