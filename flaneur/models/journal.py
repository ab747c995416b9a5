"""The journal: who did what, when and why. Both databases refuse to change or remove a line (migration 0002)."""

from django.db import models


class Lines(models.QuerySet["Journal"]):
    def newest(self) -> "Lines":
        return self.select_related("by").order_by("-at", "-id")

    def about(self, subject: models.Model) -> "Lines":
        return self.filter(subject=subject._meta.model_name, subject_key=str(subject.pk))


class Journal(models.Model):
    """One line. `by` is empty when the program itself acted; `verb` is the name of the service."""

    city = models.ForeignKey("City", on_delete=models.PROTECT, related_name="journal", null=True, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey("User", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    verb = models.CharField(max_length=60)
    subject = models.CharField(max_length=40, blank=True)
    subject_key = models.CharField(max_length=60, blank=True)
    why = models.TextField(blank=True)
    details = models.JSONField(default=dict, blank=True)

    objects = Lines.as_manager()

    class Meta:
        verbose_name_plural = "journal"
        indexes = [
            models.Index(fields=["city", "-at"], name="journal_of_a_city"),
            models.Index(fields=["subject", "subject_key"], name="journal_of_a_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb}"
