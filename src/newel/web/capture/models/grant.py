"""An invitation: one person's leave to answer, in one group, at one site, in one wave."""

from django.db import models


class AccessGrant(models.Model):
    """Holds only keyed hashes (HMAC-SHA256) of the codes and the link: none can be read back or guessed.

    The code on a site's list opens nothing. It says which cards of different waves went to the same person.
    """

    participant = models.CharField(max_length=16, unique=True, help_text="Random pseudonym, derived from nobody.")
    site_id = models.CharField(max_length=8)
    group = models.CharField(max_length=40)
    wave = models.CharField(max_length=40)
    code_mac = models.CharField(max_length=64, unique=True)
    link_mac = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_on = models.DateField(help_text="The last day on which it opens anything.")
    revoked_at = models.DateTimeField(null=True)
    list_mac = models.CharField(
        max_length=64, blank=True, db_index=True, help_text="Of the code on the site's own list; only where followed."
    )

    class Meta:
        indexes = [models.Index(fields=["site_id", "group", "wave"], name="capture_grant_place")]

    def __str__(self) -> str:
        return f"invitation, {self.group}, {self.site_id}, {self.wave}"
