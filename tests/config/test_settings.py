"""Settings: read in one place, typed, failing at start by name; production refuses to be weak."""

import ast
import importlib
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings as conf
from django.core.exceptions import ImproperlyConfigured

from config.settings import env
from config.settings.logs import without_tokens

ROOT = Path(__file__).resolve().parents[2]
KEY = "check-only-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMN"
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
    "SECRET_KEY": KEY,
    "ALLOWED_HOSTS": "portolan.example",
    "SITE_URL": "https://portolan.example",
    "DATABASE_URL": "postgres://portolan@127.0.0.1/portolan",
    "REDIS_URL": "redis://127.0.0.1/0",
    "EMAIL_URL": "smtp+tls://user:password@mail.portolan.example:587",
    "LOG_LEVEL": "CRITICAL",
}


@pytest.fixture
def variable(monkeypatch):
    """Sets one variable that only these tests read."""
    monkeypatch.setattr(env, "VARIABLES", {})
    return lambda value: monkeypatch.setenv("TRY_ME", value)


@pytest.mark.parametrize("reader", [env.text, env.secret, env.integer, env.flag, env.words])
@pytest.mark.asvs("13.1.1")
def test_a_missing_variable_stops_the_start_by_name(variable, reader):
    with pytest.raises(ImproperlyConfigured, match=r"TRY_ME is not set\. What it is for"):
        reader("TRY_ME", help="What it is for.")


def test_an_empty_one_counts_as_missing(variable):
    variable("")
    with pytest.raises(ImproperlyConfigured, match="TRY_ME"):
        env.text("TRY_ME")


@pytest.mark.parametrize("value", ["many", "1.5", "", "1e3", "0x1"])
def test_a_wrong_number_is_named(variable, value):
    variable(value)
    with pytest.raises(ImproperlyConfigured, match="TRY_ME must be a whole number"):
        env.integer("TRY_ME", default=1)


def test_a_number_too_small_is_named(variable):
    variable("0")
    with pytest.raises(ImproperlyConfigured, match="TRY_ME must be at least 1, not 0"):
        env.integer("TRY_ME", default=5, at_least=1)


@pytest.mark.parametrize("value", ["perhaps", "2", "да"])
def test_a_wrong_flag_is_named(variable, value):
    variable(value)
    with pytest.raises(ImproperlyConfigured, match="TRY_ME must be true or false"):
        env.flag("TRY_ME", default=True)


@pytest.mark.parametrize(
    ("value", "meant"), [("1", True), ("Yes", True), ("ON", True), ("0", False), ("off", False)]
)
def test_flags(variable, value, meant):
    variable(value)
    assert env.flag("TRY_ME", default=not meant) is meant


@pytest.mark.asvs("13.3.1")
def test_a_secret_may_stand_in_a_file(variable, monkeypatch, tmp_path):
    (tmp_path / "secret").write_text("from the file\n", encoding="utf-8")
    monkeypatch.setenv("TRY_ME_FILE", str(tmp_path / "secret"))
    variable("from the environment")
    assert env.secret("TRY_ME") == "from the file"


def test_a_missing_secret_file_is_named(variable, monkeypatch, tmp_path):
    monkeypatch.setenv("TRY_ME_FILE", str(tmp_path / "nothing"))
    with pytest.raises(ImproperlyConfigured, match="TRY_ME_FILE cannot be read"):
        env.secret("TRY_ME", default="")


@pytest.mark.asvs("13.3.1")
def test_an_error_never_shows_a_secret(variable, monkeypatch):
    monkeypatch.setenv("TRY_ME", "")
    with pytest.raises(ImproperlyConfigured) as refusal:
        env.secret("TRY_ME", help="Signs things.")
    assert str(refusal.value) == "TRY_ME is not set. Signs things."


def test_nobody_else_reads_the_environment():
    readers = {
        path.relative_to(ROOT).as_posix()
        for room in ("config/settings", "firms", "assessments", "programs")
        for path in (ROOT / room).rglob("*.py")
        if "environ"
        in {
            node.attr
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "os"
        }
    }
    assert readers == {"config/settings/env.py"}


# Production ---------------------------------------------------------------------------------


def python(code, without=(), **extra):
    """Run a line under production settings, in a process of its own."""
    environment = {
        name: value
        for name, value in (os.environ | PRODUCTION | extra).items()
        if name not in without
    }
    return subprocess.run(
        [sys.executable, *code], env=environment, cwd=ROOT, capture_output=True, text=True
    )


CHECK = ["manage.py", "check", "--deploy", "--fail-level", "WARNING"]


@pytest.mark.asvs("13.4.2", "3.4.1", "3.3.1")
def test_the_deployment_check_is_clean():
    done = python(CHECK)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS"])
@pytest.mark.asvs("13.3.1", "13.2.3")
def test_production_refuses_to_start_without(name):
    done = python(CHECK, without=(name,))
    assert done.returncode != 0
    assert f"{name} is not set" in done.stderr


def test_production_refuses_a_short_key():
    done = python(["-c", "import django; django.setup()"], SECRET_KEY="k-9-k" * 9)
    assert done.returncode != 0
    assert "SECRET_KEY is too short" in done.stderr
    assert "k-9-k" not in done.stderr


def test_a_wrong_number_stops_production_by_name():
    done = python(CHECK, SESSION_IDLE_STAFF="soon")
    assert done.returncode != 0
    assert "SESSION_IDLE_STAFF must be a whole number" in done.stderr


@pytest.fixture
def production(monkeypatch):
    """The module of production settings, imported beside the running ones."""
    for_now = PRODUCTION | {"DATABASE_URL": os.environ.get("DATABASE_URL", "sqlite:///:memory:")}
    monkeypatch.setattr(os, "environ", os.environ | for_now)
    return importlib.import_module("config.settings.production")


@pytest.mark.asvs("3.3.1", "3.3.2", "3.3.3", "3.3.4")
def test_cookies_of_production_are_bound_to_the_host(production):
    names = [production.SESSION_COOKIE_NAME, production.CSRF_COOKIE_NAME]
    names.append(production.LANGUAGE_COOKIE_NAME)
    assert [name[:7] for name in names] == ["__Host-"] * 3
    assert production.SESSION_COOKIE_SECURE
    assert production.CSRF_COOKIE_SECURE
    assert production.LANGUAGE_COOKIE_SECURE
    assert production.SESSION_COOKIE_HTTPONLY
    assert production.CSRF_COOKIE_HTTPONLY
    assert production.SESSION_COOKIE_SAMESITE == "Lax"
    assert not getattr(production, "SESSION_COOKIE_DOMAIN", None)


def test_messages_need_no_cookie_of_their_own():
    assert conf.MESSAGE_STORAGE.endswith("session.SessionStorage")


@pytest.mark.asvs("3.4.1", "12.2.1", "3.7.1")
def test_production_speaks_https_only(production):
    assert production.SECURE_HSTS_SECONDS >= 31_536_000
    assert production.SECURE_HSTS_INCLUDE_SUBDOMAINS
    assert production.SECURE_SSL_REDIRECT
    assert production.DEBUG is False


@pytest.mark.asvs("6.3.3")
def test_production_asks_staff_for_a_second_factor(production):
    assert production.STAFF_SECOND_FACTOR is True
    assert production.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN is False
    assert production.MFA_WEBAUTHN_USER_VERIFICATION == "required"
    assert production.ACCOUNT_REAUTHENTICATION_REQUIRED is True


@pytest.mark.asvs("11.4.2")
def test_passwords_are_hashed_with_argon2id(production):
    assert production.PASSWORD_HASHERS == ["django.contrib.auth.hashers.Argon2PasswordHasher"]


@pytest.mark.asvs("16.2.5", "14.2.1")
def test_tokens_of_mailed_links_are_not_written_down():
    event = {"request": "GET /accounts/link/abc-123/", "n": 5}
    assert without_tokens(None, "info", event) == {"request": "GET /accounts/link/…/", "n": 5}
    reset = without_tokens(None, "info", {"event": "POST /accounts/password/reset/key/1-x9/?a=1"})
    assert reset["event"] == "POST /accounts/password/reset/key/…/?a=1"
