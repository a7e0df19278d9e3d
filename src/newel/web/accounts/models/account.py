"""What a signed-in person is in this study: a role and, for a site lead, their sites."""

from django.conf import settings
from django.db import models


class Account(models.Model):
    """One for each Django user. `site_ids` is empty for roles that are not bound to a site."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="account")
    role = models.CharField(max_length=20)
    site_ids = models.JSONField(default=list)
    must_change_password = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    role__in=["lead", "site_lead", "practitioner", "redactor", "researcher", "output_checker"]
                ),
                name="accounts_role_known",
            )
        ]

    def __str__(self) -> str:
        return f"{self.role} account"
