"""A program that calls the interface, as tests need it."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

from django.http import HttpResponse
from django.test import Client


class Program:
    """Calls with a key, and without Django's own pages of errors."""

    def __init__(self, token: str = "") -> None:
        self._client = Client(SERVER_NAME="localhost", raise_request_exception=False)
        self.headers = {"Authorization": f"Bearer {token}"} if token else {}

    def get(self, path: str, **query: object) -> HttpResponse:
        return self._client.get(f"/api/v1/{path}", query, headers=self.headers)

    def told(self, path: str, **query: object) -> dict:
        answer = self.get(path, **query)
        assert answer.status_code == 200, answer.content
        return answer.json()

    def send(self, events: Sequence[object]) -> HttpResponse:
        return self.post(json.dumps({"events": list(events)}).encode())

    def post(self, body: bytes, content_type: str = "application/json", path: str = "events") -> HttpResponse:
        return self._client.post(
            f"/api/v1/{path}", data=body, content_type=content_type, headers=self.headers
        )

    def asked(self, method: str, path: str) -> HttpResponse:
        return self._client.generic(method, f"/api/v1/{path}", headers=self.headers)


WithScopes = Callable[..., Program]
