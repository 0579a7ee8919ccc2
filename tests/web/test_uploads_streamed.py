"""What is uploaded goes to the disk as it comes: a large file costs the server no memory."""

from __future__ import annotations

import http.client
import re
from collections.abc import Iterator
from pathlib import Path

from sessions import headers_of

from servers import free_port, serving

MEGABYTES, ROOM = 64, 24
"""Of the file; and by how much the server may grow while it comes."""
_LINE = b"1;K1;01.05.2026;20,90\n"
_BLOCK = _LINE * (2**20 // len(_LINE))
_BETWEEN = b"grenze"


def around() -> tuple[bytes, bytes]:
    """What stands before and behind a file, as a browser sends it."""
    before = (
        b"--" + _BETWEEN + b'\r\nContent-Disposition: form-data; name="files"; filename="gross.csv"'
        b"\r\nContent-Type: text/csv\r\n\r\n"
    )
    return before, b"\r\n--" + _BETWEEN + b"--\r\n"


def upload(port: int, headers: dict[str, str], megabytes: int) -> str:
    """Send a file of which only a block is ever held; where the page leads to."""
    before, behind = around()

    def pieces() -> Iterator[bytes]:
        yield before
        for _ in range(megabytes):
            yield _BLOCK
        yield behind

    line = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
    line.request(
        "POST",
        "/data/upload/",
        pieces(),
        headers
        | {
            "Content-Type": f"multipart/form-data; boundary={_BETWEEN.decode()}",
            "Content-Length": str(len(before) + megabytes * len(_BLOCK) + len(behind)),
        },
    )
    answer = line.getresponse()
    answer.read()
    line.close()
    assert answer.status == 302
    return answer.headers["Location"]


def most_resident(process: int) -> float:
    """Megabytes that it and those it began held at most, together."""
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    found = re.search(r"^VmHWM:\s+(\d+) kB", status, re.MULTILINE)
    assert found is not None
    children = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii").split()
    return int(found[1]) / 1024 + sum(most_resident(int(child)) for child in children)


def test_a_large_upload_arrives_whole_and_is_never_held(tmp_path: Path) -> None:
    home, port = tmp_path / "home", free_port()
    headers = headers_of(home, "chefin@laden.example", "admin")
    with serving(home, port) as server:
        upload(port, headers, 1)
        before = most_resident(server.process.pid)
        place = upload(port, headers, MEGABYTES)
        assert most_resident(server.process.pid) - before < ROOM
    number = place.rstrip("/").rpartition("/")[2]
    arrived = home / "arrivals" / number / "files" / "gross.csv"
    assert arrived.stat().st_size == MEGABYTES * len(_BLOCK)
    with arrived.open("rb") as file:
        assert file.read(len(_BLOCK)) == _BLOCK
    assert not list((home / "work").glob("*.upload*"))


def test_who_may_bring_nothing_fills_no_disk(tmp_path: Path) -> None:
    home, port = tmp_path / "home", free_port()
    headers = headers_of(home, "blick@laden.example", "viewer")
    before, behind = around()
    with serving(home, port):
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        line.request(
            "POST", "/data/upload/", before + 4 * _BLOCK + behind,
            headers | {"Content-Type": f"multipart/form-data; boundary={_BETWEEN.decode()}"},
        )  # fmt: skip
        assert line.getresponse().status == 403
        line.close()
    assert not list(home.rglob("*.csv"))
    assert not list((home / "work").glob("*.upload*"))
