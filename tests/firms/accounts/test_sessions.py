"""Sessions: new id at sign-in, idle and absolute ends, sign-out, disabling, own list."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import transaction
from django.test import Client
from django.urls import reverse

from firms.staff.actions import disable_user
from tests.firms.accounts.conftest import PASSWORD
from tests.firms.accounts.journeys import (
    activate,
    ask,
    asked_link,
    by_link,
    by_password,
    is_in,
    session_rows,
    sign_in,
    totp,
)

COOKIE = "sessionid"


def stolen(client):
    """A browser with a copy of the session cookie."""
    copy = Client()
    copy.cookies[COOKIE] = client.cookies[COOKIE].value
    return copy


@pytest.mark.parametrize("way", [sign_in, by_link])
@pytest.mark.asvs("7.2.3", "7.2.4")
def test_signing_in_makes_a_new_session_id(client, staff, way):
    ask(client, "nobody@agency.example")
    before = stolen(client)
    fixed = client.cookies[COOKIE].value
    client.post(reverse("account_logout"))
    way(client, staff.email)
    assert client.cookies[COOKIE].value != fixed
    assert is_in(client)
    assert not is_in(before)


@pytest.mark.asvs("7.2.4")
def test_signing_in_by_password_makes_a_new_session_id(client, with_password):
    session = client.session
    session["planted"] = 1
    session.save()
    fixed = client.cookies[COOKIE].value
    by_password(client, with_password.email, PASSWORD)
    assert client.cookies[COOKIE].value != fixed


@pytest.mark.asvs("7.2.4")
def test_proving_again_makes_a_new_session_id_too(client, with_password):
    by_password(client, with_password.email, PASSWORD)
    before = stolen(client)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert [is_in(client), is_in(before)] == [True, False]
    assert len(session_rows(with_password)) == 1


@pytest.mark.parametrize("seconds", [29 * 60, 31 * 60])
@pytest.mark.asvs("7.3.1")
def test_staff_idle_thirty_minutes(client, staff, time_machine, seconds):
    time_machine.move_to("2030-01-02 09:00+00:00", tick=False)
    sign_in(client, staff.email)
    assert is_in(client)
    time_machine.shift(timedelta(seconds=seconds))
    assert is_in(client) is (seconds < 30 * 60)


@pytest.mark.parametrize("minutes", [119, 121])
@pytest.mark.asvs("7.3.1")
def test_firms_idle_two_hours(client, member, time_machine, minutes):
    time_machine.move_to("2030-01-02 09:00+00:00", tick=False)
    sign_in(client, member.email)
    assert is_in(client)
    time_machine.shift(timedelta(minutes=minutes))
    assert is_in(client) is (minutes < 120)


def busy(client, clock, minutes):
    """Click every 25 minutes for so long; the last click tells whether the session lives."""
    steps, rest = divmod(minutes, 25)
    alive = [is_in(client)]
    for step in [25] * steps + [rest]:
        clock.shift(timedelta(minutes=step))
        alive.append(is_in(client))
    return alive[-1]


@pytest.mark.parametrize(("minutes", "alive"), [(12 * 60 - 1, True), (12 * 60 + 1, False)])
@pytest.mark.asvs("7.3.2")
def test_twelve_hours_end_every_session(client, staff, time_machine, minutes, alive):
    time_machine.move_to("2030-01-02 09:00+00:00", tick=False)
    sign_in(client, staff.email)
    assert busy(client, time_machine, minutes) is alive


@pytest.mark.asvs("7.4.1", "14.3.1")
def test_signing_out_kills_the_session_and_empties_the_browser(client, staff):
    sign_in(client, staff.email)
    copy = stolen(client)
    key = client.session.session_key
    answer = client.post(reverse("account_logout"))
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert not is_in(copy)
    assert not Session.objects.filter(session_key=key).exists()


@pytest.mark.asvs("3.5.3", "3.5.1")
def test_signing_out_is_a_deed_not_a_link(client, staff):
    sign_in(client, staff.email)
    client.get(reverse("account_logout"))
    assert is_in(client)


@pytest.mark.asvs("7.4.2")
def test_disabling_ends_every_session_and_link_at_once(client, staff, administrator):
    sign_in(client, staff.email)
    other = Client()
    by_link(other, staff.email)
    link = asked_link(Client(), staff.email)
    disable_user(user=staff, by=administrator)
    assert [is_in(client), is_in(other)] == [False, False]
    assert Client().post(link).status_code == 410
    assert not session_rows(staff)


@pytest.mark.django_db(transaction=True)
@pytest.mark.asvs("2.3.3")
def test_disabling_and_ending_sessions_are_one_transaction(staff, administrator):
    browser = Client()
    sign_in(browser, staff.email)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        disable_user(user=staff, by=administrator)
        raise ZeroDivisionError
    assert is_in(browser)


@pytest.mark.asvs("7.4.2")
def test_a_session_row_nobody_knew_of_is_dead_too(staff_client, staff, administrator):
    assert not session_rows(staff)
    assert is_in(staff_client)
    disable_user(user=staff, by=administrator)
    assert not is_in(staff_client)


@pytest.fixture
def two_browsers(staff):
    first, second = Client(), Client()
    sign_in(first, staff.email)
    sign_in(second, staff.email)
    return first, second


@pytest.mark.asvs("7.5.2")
def test_the_list_shows_all_browsers_and_ends_one(two_browsers, staff):
    first, second = two_browsers
    rows = session_rows(staff)
    page = first.get(reverse("usersessions_list")).content.decode()
    assert f"/accounts/sessions/{rows[1].pk}/end/" in page
    assert f"/accounts/sessions/{rows[0].pk}/end/" not in page
    first.post(reverse("session_end", args=[rows[1].pk]))
    assert [is_in(first), is_in(second)] == [True, False]


@pytest.mark.asvs("7.4.3", "7.5.2")
def test_all_others_end_at_once(two_browsers):
    first, second = two_browsers
    second.post(reverse("usersessions_list"))
    assert [is_in(first), is_in(second)] == [False, True]


def test_ending_the_present_one_signs_out(two_browsers, staff):
    first, second = two_browsers
    first.post(reverse("session_end", args=[session_rows(staff)[0].pk]))
    assert [is_in(first), is_in(second)] == [False, True]


@pytest.mark.asvs("8.2.2")
def test_sessions_of_somebody_else_do_not_exist(two_browsers, staff, member_client):
    answer = member_client.post(reverse("session_end", args=[session_rows(staff)[0].pk]))
    assert answer.status_code == 404
    assert is_in(two_browsers[0])


@pytest.mark.asvs("7.5.2")
def test_ending_sessions_asks_for_a_factor_where_there_is_one(staff, time_machine):
    time_machine.move_to("2030-01-02 09:00+00:00", tick=False)
    browser = Client()
    sign_in(browser, staff.email)
    seed = activate(browser)
    time_machine.shift(timedelta(minutes=10))
    answer = browser.post(reverse("usersessions_list"))
    assert answer["Location"].startswith("/accounts/2fa/reauthenticate/")
    browser.post("/accounts/2fa/reauthenticate/", {"code": totp(seed)})
    assert browser.post(reverse("usersessions_list"))["Location"] == "/accounts/sessions/"


NEXT = [
    "//evil.example",
    "https:evil.example",
    "https://evil.example/",
    "https://localhost/",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "\t//evil.example",
    "///evil.example",
    "javascript:alert(1)",
    "http:///evil.example",
]


@pytest.mark.parametrize("address", NEXT)
@pytest.mark.asvs("3.7.2", "1.2.2")
def test_next_leads_nowhere_else(client, with_password, address):
    answer = client.post(
        "/accounts/login/", {"login": with_password.email, "password": PASSWORD, "next": address}
    )
    assert answer["Location"] == "/"
    assert "evil" not in client.post("/i18n/set/", {"language": "ru", "next": address})["Location"]


def test_next_leads_to_a_page_of_ours(client, with_password):
    answer = client.post(
        "/accounts/login/", {"login": with_password.email, "password": PASSWORD, "next": "/people/"}
    )
    assert answer["Location"] == "/people/"


@pytest.mark.asvs("14.2.2", "14.3.2")
def test_pages_of_signed_in_people_are_stored_nowhere(staff_client):
    assert "no-store" in staff_client.get(reverse("programs:cohorts"))["Cache-Control"]
    assert "no-store" in staff_client.get(reverse("usersessions_list"))["Cache-Control"]
