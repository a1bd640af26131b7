"""Hostile requests stop before any view; every refusal carries our headers."""

import json

import pytest
from django.http import JsonResponse
from django.test import Client, RequestFactory
from django.urls import get_resolver, path
from hypothesis import given
from hypothesis import strategies as st

from config.shared.middleware import JSON_DEPTH, RequestGuard, too_deep

pytestmark = pytest.mark.django_db


def echo(request):
    """What a view would see."""
    return JsonResponse(
        {
            "method": request.method,
            "get": request.GET.dict(),
            "post": request.POST.dict(),
            "files": [file.name for file in request.FILES.values()],
        }
    )


@pytest.fixture
def door():
    """An address whose view tells what it got."""
    extra = path("echo/", echo)
    resolver = get_resolver()
    resolver.url_patterns.append(extra)
    yield "/echo/"
    resolver.url_patterns.remove(extra)


@pytest.mark.parametrize("method", ["TRACE", "TRACK", "BREW", "CONNECT", "PROPFIND", "get\n", ""])
@pytest.mark.asvs("13.4.4", "4.1.4")
def test_unknown_methods_are_refused(client, door, method):
    answer = client.generic(method or "X", door)
    assert answer.status_code == 405
    assert "TRACE" not in answer["Allow"]


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"])
def test_known_methods_pass(client, door, method):
    assert client.generic(method, door).status_code == 200


@pytest.mark.parametrize("header", ["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"])
@pytest.mark.asvs("4.1.4")
def test_a_header_does_not_change_the_method(client, door, header):
    answer = client.post(door, {"_method": "DELETE"}, headers={header: "DELETE"})
    assert answer.json()["method"] == "POST"


@pytest.mark.parametrize(
    "address", ["/echo/%00", "/%00/echo/", "/echo/?q=%00", "/echo/?%00=1", "/echo/?q=a%00b&q=c"]
)
@pytest.mark.asvs("2.2.1", "1.3.3")
def test_nul_in_an_address_is_refused(client, door, address):
    assert client.get(address).status_code == 400


@pytest.mark.parametrize("body", ["a=%00", "%00=a", "a=b%00c"])
def test_nul_in_a_form_is_refused(client, door, body):
    kind = "application/x-www-form-urlencoded"
    assert client.post(door, body, content_type=kind).status_code == 400


def test_percent_signs_are_no_nul(client, door):
    answer = client.post(door, {"a": "100%00"})
    assert answer.json()["post"] == {"a": "100%00"}


def multipart(*parts):
    lines = [f"--b\r\nContent-Disposition: form-data; {head}\r\n\r\n{body}" for head, body in parts]
    return "\r\n".join([*lines, "--b--\r\n"])


@pytest.mark.parametrize(
    "part",
    [
        pytest.param(('name="a"', "x\x00y"), id="value"),
        pytest.param(('name="a\x00"', "x"), id="name"),
        pytest.param(('name="a"', "[" * 40), id="deep JSON"),
    ],
)
@pytest.mark.asvs("2.2.1", "5.3.2")
def test_forms_with_files_are_looked_at_too(client, door, part):
    kind = "multipart/form-data; boundary=b"
    answer = client.generic("POST", door, multipart(part), content_type=kind)
    assert answer.status_code == 400


def test_nul_in_a_file_name_does_not_arrive(client, door):
    kind = "multipart/form-data; boundary=b"
    body = multipart(('name="a"; filename="a\x00.pdf"', "x"))
    answer = client.generic("POST", door, body, content_type=kind)
    assert answer.status_code == 400 or "\x00" not in "".join(answer.json()["files"])


def test_a_clean_form_with_a_file_passes(client, door):
    kind = "multipart/form-data; boundary=b"
    body = multipart(('name="a"', "x"), ('name="f"; filename="a.pdf"', "\x00binary\x00"))
    answer = client.generic("POST", door, body, content_type=kind)
    assert answer.json()["post"] == {"a": "x"}
    assert answer.json()["files"] == ["a.pdf"]


@pytest.mark.parametrize(
    "kind",
    [
        "text/plain; charset=raw_unicode_escape",
        "multipart/form-data; boundary=b; charset=unicode_escape",
        "application/json; charset=utf-16",
        "text/plain; charset=utf-7",
        "text/plain; charset=nonsense",
    ],
)
@pytest.mark.asvs("4.1.1", "1.1.1")
def test_only_utf_8_is_read(client, door, kind):
    answer = client.generic("POST", door + "?q=\\ud800", "x", content_type=kind)
    assert answer.status_code == 400


@pytest.mark.parametrize("charset", ["utf-8", "UTF8", "us-ascii"])
def test_plain_charsets_pass(client, door, charset):
    kind = f"application/json; charset={charset}"
    assert client.post(door, "{}", content_type=kind).status_code == 200


def nested(depth):
    return "[" * depth + "]" * depth


@pytest.mark.parametrize(
    ("body", "status"),
    [
        pytest.param(nested(JSON_DEPTH), 200, id="as deep as allowed"),
        pytest.param(nested(JSON_DEPTH + 1), 400, id="one deeper"),
        pytest.param("[" * 500_000, 400, id="half a million brackets"),
        pytest.param('{"a":' * 40, 400, id="objects"),
        pytest.param(json.dumps("[" * 500), 200, id="brackets in a string"),
        pytest.param('"\\"' + "[" * 40 + '"', 200, id="after an escaped quote"),
        pytest.param('{"a": "\\u0000"}', 400, id="escaped NUL"),
        pytest.param('{"a": "x\x00"}', 400, id="NUL"),
        pytest.param('{"a": "\\ud800"}', 400, id="half a character"),
        pytest.param('{"\\udfff": 1}', 400, id="half a character in a name"),
        pytest.param('{"a": "\\ud83d\\ude00"}', 200, id="both halves"),
        pytest.param('{"a": "\\\\u0000"}', 200, id="a backslash before u0000"),
        pytest.param("{broken \\u", 200, id="broken JSON is the view's"),
    ],
)
@pytest.mark.asvs("2.2.1", "15.2.2")
def test_json(client, door, body, status):
    answer = client.generic("POST", door, body, content_type="application/json")
    assert answer.status_code == status


def test_other_kinds_of_json_are_looked_at_too(client, door):
    kind = "application/merge-patch+json"
    assert client.generic("PATCH", door, "[" * 40, content_type=kind).status_code == 400


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
        max_leaves=20,
    )
)
def test_depth_is_counted_as_a_parser_would(value):
    def depth(node):
        inner = node.values() if isinstance(node, dict) else node
        nested = isinstance(node, (dict, list))
        return 1 + max(map(depth, inner), default=0) if nested else 0

    body = json.dumps(value).encode()
    assert too_deep(body, limit=depth(value)) is False
    assert too_deep(b"[" + body + b"]", limit=depth(value)) is True


def test_a_large_json_is_looked_at_in_linear_time():
    body = b'{"a": "' + b"\\\\[" * 700_000 + b'"}'
    assert too_deep(body) is False


@pytest.mark.parametrize("name", ["user-agent", "referer", "x-forwarded-for", "accept-language"])
def test_a_huge_header_does_no_harm(client, door, name):
    junk = "\x1b[31m" + "A" * 60_000 + "\u202e%00é"
    assert client.get(door, headers={name: junk}).status_code == 200


def test_a_body_over_the_limit_is_refused(client, door):
    body = '{"a": "' + "x" * 3_000_000 + '"}'
    assert client.generic("POST", door, body, content_type="application/json").status_code == 400


@pytest.mark.asvs("3.4.4", "3.4.6")
def test_a_refusal_has_our_headers():
    answer = Client().generic("BREW", "/")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]


def test_without_the_guard_nul_and_brew_reach_the_view():
    """The control: it is this middleware that refuses."""
    brew = RequestFactory().generic("BREW", "/echo/", QUERY_STRING="q=%00")
    assert echo(brew).status_code == 200
    assert RequestGuard(echo)(brew).status_code == 405


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "The form holds a character that cannot be read."), ("ru", "В форме есть знак")],
)
def test_a_refusal_speaks_the_readers_language(client, language, words):
    answer = client.post("/", {"name": "a\x00b"}, headers={"accept-language": language})
    assert answer.status_code == 400
    assert words in answer.content.decode()
