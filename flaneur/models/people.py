"""People who sign in: guests and the desk. The public never does."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower

from flaneur.core.roles import Act, Role, may
from flaneur.models.constraints import one_of


class Users(BaseUserManager["User"]):
    """Users by e-mail; nobody needs a password."""

    def create_user(self, email: str, **fields: Any) -> "User":
        """Raises ValidationError, by field, for an address no mail reaches or a name too long."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_unusable_password()
        user.clean_fields()
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, **fields: Any) -> "User":
        return self.create_user(email, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody with an e-mail address, who signs in by a code, a one-time link or a passkey."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=80, blank=True)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    joined_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[Users] = Users()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(email=Lower("email")), name="user_email_is_lower")]

    def __str__(self) -> str:
        return self.name or self.email


class Membership(models.Model):
    """A place at the desk of one city."""

    city = models.ForeignKey("City", on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey("User", on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["city", "user"], name="one_membership_for_each_city"),
            one_of("role", Role, model="membership"),
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.role}, {self.city})"

    def may(self, act: Act) -> bool:
        return may(Role(self.role), act)


class SignInLink(models.Model):
    """A one-time link; only its SHA-256 digest is kept."""

    user = models.ForeignKey("User", on_delete=models.CASCADE, related_name="sign_in_links")
    digest = models.CharField(max_length=64, unique=True)
    leads_to = models.CharField(max_length=300, default="/")
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["expires_at"], name="sign_in_link_expiry")]

    def __str__(self) -> str:
        return f"{self.user} until {self.expires_at:%Y-%m-%d %H:%M}"


class Proposal(models.Model):
    """Somebody is asked whether they would hold the pen: until they say yes, this is all that is kept of them."""

    city = models.ForeignKey("City", on_delete=models.CASCADE, related_name="proposals")
    email = models.EmailField()
    digest = models.CharField(max_length=64, unique=True)
    asked_by = models.ForeignKey("User", on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["city", "email"], name="one_open_proposal_for_each_address")]
        indexes = [models.Index(fields=["expires_at"], name="proposal_expiry")]

    def __str__(self) -> str:
        return f"{self.email} until {self.expires_at:%Y-%m-%d}"
