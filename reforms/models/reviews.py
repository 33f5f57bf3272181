"""Reviews: that somebody has looked through a case in a stage before it goes public."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from .cases import Case
from .record import Version

STAGES = ("初审", "复审", "终审")  # the last one is publishing itself


class Review(models.Model):
    """One stage of review of one version of a case; a later version has to be reviewed anew."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="reviews")
    version = models.ForeignKey(Version, models.PROTECT, related_name="reviews")
    stage = models.PositiveSmallIntegerField()  # counted from 1
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        ordering = ["version", "stage"]
        constraints = [
            models.UniqueConstraint(fields=["version", "stage"], name="one_review_a_stage"),
            models.UniqueConstraint(fields=["version", "by"], name="one_review_a_person"),
        ]

    @property
    def name(self) -> str:
        """What people call the stage."""
        return STAGES[self.stage - 1]
