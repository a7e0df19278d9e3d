"""A quote: a coding somebody chose for print, and whether a second person has read it for what it gives away."""

from django.db import models

from newel.web.coding.keys import new_key
from newel.web.coding.models.coding import Coding


class Quote(models.Model):
    """The words are those of the coding's span in the text as it stands. Where they changed, it is read again."""

    key = models.CharField(max_length=16, unique=True, default=new_key, help_text="Its id outside of this table.")
    coding = models.OneToOneField(Coding, on_delete=models.PROTECT, related_name="quote")
    chosen_by = models.CharField(max_length=150)
    chosen_at = models.DateTimeField()
    checked_by = models.CharField(max_length=150, default="")
    checked_at = models.DateTimeField(null=True)
    live = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(checked_by=models.F("chosen_by")), name="coding_quote_checked_by_another"
            )
        ]

    def __str__(self) -> str:
        return f"quote {self.key}"
