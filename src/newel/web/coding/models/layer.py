"""A layer: the codings of one coder in one round. Two coders never write into the same layer."""

from django.db import models

from newel.web.coding.models.codebook import Codebook

PURPOSES = ("first", "second", "reconciled")


class Layer(models.Model):
    """One coder's codings in one round with one codebook. A locked layer takes no coding and loses none."""

    key = models.SlugField(max_length=60, unique=True, help_text="Its id in the records.")
    codebook = models.ForeignKey(Codebook, on_delete=models.PROTECT, related_name="layers")
    coder = models.CharField(max_length=150, help_text="Account name of the one who codes in it.")
    pseudonym = models.CharField(max_length=20, help_text="The coder in records and on colleagues' pages.")
    round = models.PositiveIntegerField()
    purpose = models.CharField(max_length=10)
    blind = models.BooleanField()
    suggests = models.BooleanField(default=False, help_text="Whether suggestions were asked for.")
    locked_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField()
    compares = models.ManyToManyField("self", symmetrical=False, help_text="Of a reconciled layer: the two it settles.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["codebook", "coder", "round"],
                condition=~models.Q(purpose="reconciled"),
                name="coding_layer_of_a_round",
            ),
            models.CheckConstraint(condition=models.Q(purpose__in=PURPOSES), name="coding_layer_purpose"),
            models.CheckConstraint(
                condition=~models.Q(blind=True, suggests=True), name="coding_no_suggestions_where_blind"
            ),
        ]

    def __str__(self) -> str:
        return f"layer {self.key}"

    @property
    def settles(self) -> bool:
        """Whether it settles what two people have, so that the work of both is in it."""
        return self.purpose == "reconciled"
