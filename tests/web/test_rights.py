"""Who may open which page, page by page."""

from __future__ import annotations

import pytest
from django.test import Client

from visitors import signed_in

OPEN, ADMINS = ("/", "/me/"), ("/settings/", "/settings/users/", "/log/", "/log/export/")


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("page", [*OPEN, *ADMINS])
@pytest.mark.parametrize("role", ["", "viewer", "marketer", "admin"])
def test_each_page_opens_to_whom_it_is_for(page: str, role: str) -> None:
    client = signed_in(role) if role else Client(SERVER_NAME="localhost")
    expected = 302 if not role else 200 if page in OPEN or role == "admin" else 403
    assert client.get(page).status_code == expected


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(
    "page", ["/settings/", "/settings/users/", "/settings/users/1/", "/settings/limits/"]
)
@pytest.mark.parametrize("role", ["viewer", "marketer"])
def test_only_admins_change_what_holds(page: str, role: str) -> None:
    assert signed_in(role).post(page, {"do": "reset"}).status_code == 403
