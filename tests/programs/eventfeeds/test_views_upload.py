"""Uploading a list, and who may see and do what."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from programs.eventfeeds.forms import LARGEST_FILE
from programs.eventfeeds.models import FeedImport
from tests.factories.feeds import FeedDoubtFactory
from tests.factories.programs import ProgramFactory
from tests.programs.eventfeeds.conftest import MAPPING, as_csv, doubt_of, event

pytestmark = pytest.mark.django_db

FEEDS = "/offerings/imports/"
NEW, DOUBTS = f"{FEEDS}new/", f"{FEEDS}doubts/"
KEY = "north:A1"


def answer_url(doubt) -> str:
    return reverse("programs:feed-doubt", args=[doubt.pk])


@pytest.fixture
def office_manager_client(office_manager) -> Client:
    client = Client()
    client.force_login(office_manager)
    return client


@pytest.fixture
def imported(bring):
    """A row that waits for the answer to one doubt."""
    return bring([event("A1", Cost="€60 ")])


@pytest.fixture
def elsewhere(other_office):
    """An import into a program of another office, with a doubt."""
    program = ProgramFactory(office=other_office)
    return FeedDoubtFactory(row__feed__program=program)


@pytest.fixture
def upload(program):
    """What the form sends: a list, a program and a mapping of one's own."""

    def sent(content="", name="fairs.csv", **others):
        text = content or as_csv([event("A1")])
        data = text if isinstance(text, bytes) else text.encode()
        mapping = SimpleUploadedFile("own.yaml", MAPPING.encode())
        file = SimpleUploadedFile(name, data)
        return {"program": program.pk, "file": file, "own_mapping": mapping} | others

    return sent


def test_an_upload_is_imported(manager_client, upload, manager):
    response = manager_client.post(NEW, upload())
    feed = FeedImport.objects.get()
    assert response.url == feed.get_absolute_url()
    assert (feed.by, feed.file_name, feed.rows_accepted) == (manager, "fairs.csv", 1)


def test_an_upload_by_a_mapping_we_ship(manager_client, program, shared_data):
    content = (shared_data / "trade_events" / "trade_events.csv").read_bytes()
    file = SimpleUploadedFile("events.csv", content)
    data = {"program": program.pk, "file": file, "mapping": "trade_events"}
    assert manager_client.post(NEW, data).status_code == 302
    assert FeedImport.objects.get().rows_held == 14


def test_a_trial_shows_doubts_and_keeps_nothing(manager_client, upload):
    content = as_csv([event("A1", Cost="€60 "), event("A2", From="soon")])
    page = manager_client.post(NEW, upload(content, is_trial="on")).content.decode()
    assert "What would happen with fairs.csv" in page
    assert "The cost is not written as the mapping says" in page
    assert "This is not a date written as" in page
    assert not FeedImport.objects.exists()


def test_the_same_upload_again_says_so(manager_client, upload):
    manager_client.post(NEW, upload())
    page = manager_client.post(NEW, upload(), follow=True).content.decode()
    assert "Nothing new in fairs.csv." in page


@pytest.mark.parametrize(
    ("content", "others", "says"),
    [
        pytest.param(b"\xff\xfe\x00", {}, "begins like text in the encoding utf-16", id="utf-16"),
        pytest.param(b"%PDF-1.4;\x00", {}, "zero byte", id="no text"),
        pytest.param("a,b\n1,2\n", {}, "split by ,", id="delimiter"),
        pytest.param("", {"own_mapping": SimpleUploadedFile("m.yaml", b"a: [")}, "YAML", id="yaml"),
        pytest.param(
            "",
            {"own_mapping": SimpleUploadedFile("m.yaml", MAPPING.encode() + b"\nodd: 1")},
            "odd",
            id="unknown key",
        ),
        pytest.param("", {"own_mapping": ""}, "Choose how the list is read.", id="no mapping"),
        pytest.param("", {"program": "999"}, "Select a valid choice", id="no program"),
        pytest.param(b"x" * (LARGEST_FILE + 1), {}, "larger than 5 MB", id="too large"),
    ],
)
def test_a_bad_upload_is_told_and_leaves_nothing(manager_client, upload, content, others, says):
    page = manager_client.post(NEW, upload(content, **others)).content.decode()
    assert says in page
    assert not FeedImport.objects.exists()


def test_messages_name_the_file_as_it_was_called(manager_client, upload):
    page = manager_client.post(NEW, upload(b"\n\n", name="mine.csv")).content.decode()
    assert "The file mine.csv is empty." in page


def test_a_manager_of_the_office_sees_the_import(office_manager_client, imported):
    assert office_manager_client.get(f"{FEEDS}{imported.number}/").status_code == 200


def test_a_manager_of_another_office_does_not(office_manager_client, elsewhere):
    url = f"{FEEDS}{elsewhere.row.feed_id}/"
    assert office_manager_client.get(url).status_code == 404
    assert office_manager_client.get(f"{url}undo/").status_code == 404
    assert office_manager_client.get(f"{DOUBTS}?feed={elsewhere.row.feed_id}").status_code == 404
    assert "Invented fair" not in office_manager_client.get(DOUBTS).content.decode()


def test_a_manager_of_another_office_answers_nothing(office_manager_client, elsewhere):
    posted = office_manager_client.post(answer_url(elsewhere), {"decision": "accept"})
    elsewhere.refresh_from_db()
    assert (posted.status_code, elsewhere.decision) == (404, "")


def test_a_manager_uploads_into_programs_in_view_only(office_manager_client, upload, elsewhere):
    data = upload(program=elsewhere.row.feed.program_id)
    assert "Select a valid choice" in office_manager_client.post(NEW, data).content.decode()


@pytest.mark.parametrize("address", [FEEDS, NEW, DOUBTS])
def test_advisers_may_not(adviser_client, imported, address):
    assert adviser_client.get(address).status_code == 403


def test_advisers_answer_nothing(adviser_client, imported):
    doubt = doubt_of(imported, KEY, "cost_odd")
    assert adviser_client.post(answer_url(doubt), {"decision": "accept"}).status_code == 403
