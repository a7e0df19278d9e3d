"""A review of a young person's plan that was held, and the day it had been due."""

from django.db import models

from newel.web.care.models.admission import Admission


class Review(models.Model):
    """A review that is due and not held has no row: when it is due follows from the ones before it."""

    admission = models.ForeignKey(Admission, on_delete=models.CASCADE, related_name="reviews")
    due_on = models.DateField()
    held_on = models.DateField()
    child_present = models.BooleanField()
    plan_changed = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["admission", "due_on"], name="care_review_one_of_a_due_day")]

    def __str__(self) -> str:
        return "review"
