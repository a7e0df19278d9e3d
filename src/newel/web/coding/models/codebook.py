"""A codebook and its versions: every act on it is a new version, whole, so that any two can be laid side by side."""

from django.db import models


class Codebook(models.Model):
    """One codebook. Its codes are in its versions; the highest number counts."""

    id = models.SlugField(primary_key=True, max_length=60)
    title = models.CharField(max_length=200)
    origin = models.CharField(max_length=60, default="", help_text="Id of the framework or study codebook it began as.")
    created_by = models.CharField(max_length=150)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"codebook {self.pk}"


class CodebookVersion(models.Model):
    """All codes as they stood after one act. Never changed: the next act is the next version."""

    codebook = models.ForeignKey(Codebook, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.TextField(help_text="JSON: the codebook, as `newel.coding.Codebook` has it.")
    words = models.CharField(max_length=400, help_text="What was done, as the history prints it.")
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["codebook", "number"], name="coding_codebook_version")]

    def __str__(self) -> str:
        return f"version {self.number} of {self.codebook_id}"
