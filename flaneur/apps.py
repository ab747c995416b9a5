"""The one Django app."""

from django.apps import AppConfig


class FlaneurConfig(AppConfig):
    name = "flaneur"
    default_auto_field = "django.db.models.BigAutoField"
