"""The pages behind Debian's nginx, set up by the very lines of docs/recipes/operate.md."""

from __future__ import annotations

import http.client
import http.cookies
import os
import re
import shutil
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from served import Served, serving
from sessions import headers_of

from servers import free_port
from treue.loop.home import open_home
from waiting import until

HOST = "treue.shop.de"
OPERATE = Path(__file__).resolve().parents[2] / "docs" / "recipes" / "operate.md"
MEGABYTES = 48
_FORM = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass(frozen=True)
class Proxy:
    """What stands between a browser and the pages.

    Args:
        tls: its port.
        plain: that without TLS.
        folder: of its files.
        behind: the pages.
    """

    tls: int
    plain: int
    folder: Path
    behind: Served

    def ask(
        self,
        method: str,
        path: str,
        body: object = None,
        headers: dict[str, str] | None = None,
        address: str = "127.0.0.1",
    ) -> tuple[http.client.HTTPResponse, str]:
        """The answer to somebody at an address of their own."""
        context = ssl.create_default_context(cafile=str(self.folder / "treue.pem"))
        context.check_hostname = False
        line = http.client.HTTPSConnection(
            "127.0.0.1", self.tls, timeout=60, context=context, source_address=(address, 0)
        )
        with closing(line):
            line.request(method, path, body, {"Host": HOST, **(headers or {})})  # type: ignore[arg-type]  # stubs know no streamed body
            answer = line.getresponse()
            return answer, answer.read().decode(errors="replace")


@pytest.fixture(scope="module")
def proxy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    nginx = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    if nginx is None:
        pytest.skip("nginx is not installed")  # not ours to install on a laptop; CI has it and allows no skip
    folder = tmp_path_factory.mktemp("proxy")
    home = open_home(folder / "shop", create=True)
    (home.folder / "treue.toml").write_text(f'[web]\nhosts = ["{HOST}"]\nhttps = "yes"\n', encoding="utf-8")
    write_certificate(folder)
    with serving(home.folder) as behind:
        made = Proxy(free_port(), free_port(), folder, behind)
        (folder / "nginx.conf").write_text(around(told(made), folder), encoding="utf-8")
        with running([nginx, "-p", str(folder), "-c", str(folder / "nginx.conf")], made):
            yield made


def told(proxy: Proxy) -> str:
    """The lines of the recipe, with ports and files of ours."""
    text = OPERATE.read_text(encoding="utf-8").partition("here nginx:\n\n")[2]
    lines = text[: text.index("\n\n")]
    for written, ours in {
        "listen 80;": f"listen 127.0.0.1:{proxy.plain};",
        "listen 443 ssl;": f"listen 127.0.0.1:{proxy.tls} ssl;",
        "/etc/ssl/": f"{proxy.folder}/",
        "127.0.0.1:8420": proxy.behind.address.removeprefix("http://"),
    }.items():
        assert lines.count(written) >= 1, written
        lines = lines.replace(written, ours)
    return lines


def around(servers: str, folder: Path) -> str:
    """One process of our own user, whose files are all in one folder."""
    kept = "".join(
        f"{kind}_temp_path {folder}/kept-{kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    return (
        f"daemon off; master_process off; pid {folder}/pid; error_log {folder}/error.log;\n"
        f"events {{}}\nhttp {{\naccess_log {folder}/access.log;\n{kept}{servers}\n}}\n"
    )


@contextmanager
def running(command: list[str], proxy: Proxy) -> Iterator[None]:
    process = subprocess.Popen(command)
    try:
        until(lambda: process.poll() is not None or _answers(proxy), 20)
        assert process.poll() is None, (proxy.folder / "error.log").read_text()
        yield
    finally:
        process.terminate()
        process.wait(20)


def _answers(proxy: Proxy) -> bool:
    try:
        return proxy.ask("GET", "/health")[0].status == 200
    except OSError:
        return False


def write_certificate(folder: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "treue.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "treue.key").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )


def cookies_of(answer: http.client.HTTPResponse) -> http.cookies.SimpleCookie:
    jar = http.cookies.SimpleCookie()
    for line in answer.headers.get_all("Set-Cookie", []):
        jar.load(line)
    return jar


def sign_in(
    proxy: Proxy, mail: str, password: str, origin: str = f"https://{HOST}", **who: str
) -> http.client.HTTPResponse:
    """As a browser does: open the form, send it; who: headers and address."""
    address = who.pop("address", "127.0.0.1")
    form, page = proxy.ask("GET", "/account/login/", address=address)
    found = _FORM.search(page)
    assert found is not None
    cookie = cookies_of(form)["treue_csrf"]
    assert cookie["secure"]
    body = urlencode({"login": mail, "password": password, "csrfmiddlewaretoken": found[1]})
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": f"treue_csrf={cookie.value}",
        "Origin": origin,
        "Referer": f"{origin}/account/login/",
        **who,
    }
    return proxy.ask("POST", "/account/login/", body, headers, address)[0]


def test_plain_http_leads_to_tls(proxy: Proxy) -> None:
    with closing(http.client.HTTPConnection("127.0.0.1", proxy.plain, timeout=20)) as line:
        line.request("GET", "/customers/?q=x", headers={"Host": HOST})
        answer = line.getresponse()
    assert (answer.status, answer.headers["Location"]) == (301, f"https://{HOST}/customers/?q=x")


def test_somebody_signs_in_by_cookies_that_travel_over_tls_only(proxy: Proxy) -> None:
    password = proxy.behind.invite("chefin@laden.example", "admin")
    refused = sign_in(proxy, "chefin@laden.example", password, origin="https://elsewhere.example")
    assert refused.status == 403
    answer = sign_in(proxy, "chefin@laden.example", password)
    assert (answer.status, answer.headers["Location"]) == (302, "/")
    session = cookies_of(answer)["treue_session"]
    assert session["secure"]
    assert session["httponly"]
    assert session["samesite"] == "Lax"
    assert "max-age=31536000" in answer.headers["Strict-Transport-Security"]
    page, _ = proxy.ask("GET", "/", headers={"Cookie": f"treue_session={session.value}"})
    assert (page.status, page.headers["Location"]) == (302, "/account/password/set/")


def test_who_fails_too_often_locks_out_their_own_address_whatever_they_claim(proxy: Proxy) -> None:
    password = proxy.behind.invite("mit@laden.example", "viewer")
    for turn in range(10):
        claimed = {"X-Forwarded-For": f"198.51.100.{turn}", "X-Real-IP": "198.51.100.9"}
        sign_in(proxy, f"nobody{turn}@laden.example", "falsch", address="127.0.0.2", **claimed)
    assert sign_in(proxy, "mit@laden.example", password, address="127.0.0.2").status == 200, "locked out"
    assert sign_in(proxy, "mit@laden.example", password, address="127.0.0.3").status == 302


def test_a_large_upload_goes_through_and_nothing_of_it_stays_with_the_proxy(proxy: Proxy) -> None:
    headers = headers_of(proxy.behind.home, "lager@laden.example", "admin")
    between, block = b"grenze", b"1;K1;01.05.2026;20,90\n" * 45_000
    before = (
        b"--" + between + b'\r\nContent-Disposition: form-data; name="files"; filename="gross.csv"'
        b"\r\nContent-Type: text/csv\r\n\r\n"
    )
    behind = b"\r\n--" + between + b"--\r\n"

    def pieces() -> Iterator[bytes]:
        yield before
        for _ in range(MEGABYTES):
            yield block
            assert not any((proxy.folder / "kept-client_body").rglob("*"))
        yield behind

    answer, _ = proxy.ask(
        "POST",
        "/data/upload/",
        pieces(),
        {
            **headers,
            "Host": HOST,
            "Origin": f"https://{HOST}",
            "Content-Type": f"multipart/form-data; boundary={between.decode()}",
            "Content-Length": str(len(before) + MEGABYTES * len(block) + len(behind)),
        },
    )
    assert answer.status == 302
    number = answer.headers["Location"].rstrip("/").rpartition("/")[2]
    arrived = proxy.behind.home / "arrivals" / number / "files" / "gross.csv"
    assert arrived.stat().st_size == MEGABYTES * len(block)


def test_static_files_may_be_kept_and_figures_are_not_for_everybody(proxy: Proxy) -> None:
    page = proxy.ask("GET", "/account/login/")[1]
    found = re.search(r'href="(/static/[^"]+[.]css[?]\w+)"', page)
    assert found is not None
    style, text = proxy.ask("GET", found[1])
    assert style.status == 200
    assert text
    assert "max-age=31536000" in style.headers["Cache-Control"]
    assert proxy.ask("GET", "/metrics")[0].status == 403
    assert proxy.ask("GET", "/health")[0].status == 200
    assert not (proxy.folder / "access.log").read_text(encoding="utf-8").count("login"), "searches are names"
