"""A memo: what somebody thought, about a source, a code, a coding or the work as a whole."""

from django.db import models

from newel.web.coding.keys import new_key
from newel.web.coding.models.layer import Layer

KINDS = ("analytic", "method", "reflexive", "code")
ABOUT = ("study", "source", "code", "coding")


class Memo(models.Model):
    """Many to a thing. A memo that is about a layer's codings is as private as the layer; so is a reflexive one."""

    key = models.CharField(max_length=16, unique=True, default=new_key, help_text="Its id outside of this table.")
    kind = models.CharField(max_length=10)
    about = models.CharField(max_length=10)
    about_id = models.CharField(max_length=180, default="", help_text="Of the thing: source, codebook/code, or coding.")
    layer = models.ForeignKey(Layer, on_delete=models.PROTECT, null=True, related_name="memos")
    words = models.TextField()
    by = models.CharField(max_length=150)
    at = models.DateTimeField()
    live = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=KINDS), name="coding_memo_kind"),
            models.CheckConstraint(condition=models.Q(about__in=ABOUT), name="coding_memo_about"),
        ]
        indexes = [models.Index(fields=["about", "about_id"], name="coding_memos_of")]

    def __str__(self) -> str:
        return f"memo {self.key}"
