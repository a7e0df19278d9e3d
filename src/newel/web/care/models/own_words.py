"""What a young person said about one domain, in their own words; theirs to change and to take back."""

from django.db import models

from newel.web.care.models.admission import Admission


class OwnWords(models.Model):
    """Sealed words, or the wish not to say (no words). `read_at` is when staff said that they had read them."""

    admission = models.ForeignKey(Admission, on_delete=models.CASCADE, related_name="own_words")
    domain = models.CharField(max_length=60)
    sealed = models.BinaryField(null=True)
    said_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["admission", "domain"], name="care_words_one_of_a_domain")]

    def __str__(self) -> str:
        return f"own words on {self.domain}"
