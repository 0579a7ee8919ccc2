"""The tables of this room: who may come in."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models


class Users(BaseUserManager["User"]):
    """Finds users by their address."""

    def get_by_natural_key(self, username: str | None) -> User:
        """However the address is capitalised."""
        found: User = self.get(mail__iexact=username)
        return found


class User(AbstractBaseUser):
    """Somebody of the shop's people."""

    class Role(models.TextChoices):
        """What they may see and do: a viewer sees no personal data, an admin sets things up."""

        VIEWER = "viewer"
        MARKETER = "marketer"
        ADMIN = "admin"

    mail = models.EmailField(unique=True)
    name = models.CharField(max_length=120, blank=True)
    role = models.CharField(max_length=10, choices=Role, default=Role.VIEWER)
    language = models.CharField(max_length=2, blank=True)
    is_active = models.BooleanField(default=True)
    must_choose_password = models.BooleanField(default=False)
    """Came in with a one-time password; until they choose their own, no other page opens."""
    joined_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[Users] = Users()

    USERNAME_FIELD = "mail"
    EMAIL_FIELD = "mail"

    def __str__(self) -> str:
        return self.name or self.mail

    @property
    def actor(self) -> str:
        """As the log names them."""
        return f"user:{self.pk}"

    @property
    def sees_persons(self) -> bool:
        """Whether names and addresses are shown to them."""
        return self.role in (self.Role.MARKETER, self.Role.ADMIN)

    @property
    def is_admin(self) -> bool:
        """Whether they set things up."""
        return self.role == self.Role.ADMIN
