"""Renew the pictures of docs/screenshots from a demonstration agency with fixed dates.

For maintainers: needs the development requirements and Chromium. The agency is built in a
scratch folder as of one day, and the server shows that day as today.

    python scripts/take_screenshots.py
"""

import os
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "screenshots"
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
AS_OF, FIRMS, SEED = date(2026, 11, 20), 240, 7
ZONE = ZoneInfo("Asia/Almaty")
LARGEST = 400_000
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]


def settings_of_scratch(folder: str) -> None:
    """Point Django at an empty folder before anything of it is imported."""
    os.environ.update(
        PORTOLAN_DATA_DIR=folder,
        DJANGO_SETTINGS_MODULE="config.settings.development",
        LOG_LEVEL="CRITICAL",
        TIME_ZONE=str(ZONE),
        DJANGO_ALLOW_ASYNC_UNSAFE="true",
    )
    sys.path.insert(0, str(ROOT))


def build_agency() -> None:
    """The demonstration as of the fixed day."""
    for words in (
        ["migrate", "-v0"],
        ["seed_demo", f"--firms={FIRMS}", f"--seed={SEED}", f"--as-of={AS_OF}"],
    ):
        subprocess.run([sys.executable, "manage.py", *words], cwd=ROOT, check=True)


@contextmanager
def server() -> Iterator[str]:
    """The site on a free port, for which it is the fixed day at nine; its address."""
    import django

    django.setup()
    from wsgiref.simple_server import WSGIRequestHandler, make_server

    from django.core.wsgi import get_wsgi_application

    from config.shared import clock

    application = get_wsgi_application()
    moment = datetime.combine(AS_OF, datetime.min.time(), ZONE) + timedelta(hours=9)

    def on_that_day(environ, start_response):  # type: ignore[no-untyped-def]
        with clock.pretend(moment):
            return application(environ, start_response)

    class Quiet(WSGIRequestHandler):
        def log_message(self, *_words: object) -> None:
            """Say nothing."""

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    httpd = make_server("127.0.0.1", port, on_that_day, handler_class=Quiet)
    threading.Thread(target=httpd.serve_forever, daemon=True).start()
    try:
        yield f"http://localhost:{port}"
    finally:
        httpd.shutdown()


def signed_in(browser: Browser, site: str, role: str, *, width: int, language: str) -> Page:
    """A window of one of the people of the demonstration."""
    from django.test import Client

    from firms.accounts.models import User
    from programs.demo.signins import SHOWN

    client = Client()
    client.force_login(
        User.objects.get(email=SHOWN[role]), backend="firms.accounts.backends.StaffPasswordBackend"
    )
    context: BrowserContext = browser.new_context(
        viewport={"width": width, "height": 900 if width > 600 else 844},
        locale="ru-RU" if language == "ru" else "en-GB",
    )
    context.add_cookies(
        [
            {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site},
            {"name": "django_language", "value": language, "url": site},
        ]
    )
    return context.new_page()


def keep(page: Page, name: str, *, tallest: int = 2400) -> None:
    """Write the page as a picture of at most 400 KB: PNG, PNG with few colours, or JPEG."""
    height = min(int(page.evaluate("document.documentElement.scrollHeight")), tallest)
    page.set_viewport_size({"width": page.viewport_size["width"], "height": height})  # type: ignore[index]
    page.mouse.move(0, 0)
    page.evaluate("window.scrollTo(0, 0)")
    page.wait_for_timeout(700)
    place = PICTURES / f"{name}.png"
    page.screenshot(path=place)
    if place.stat().st_size <= LARGEST:
        return
    if len(reduced := few_colours(place)) <= LARGEST:
        place.write_bytes(reduced)
        return
    place.unlink()
    page.screenshot(path=place.with_suffix(".jpg"), type="jpeg", quality=70)


def few_colours(place: Path) -> bytes:
    """The PNG with a palette where Pillow is installed; as it is otherwise."""
    try:
        from PIL import Image
    except ImportError:
        return place.read_bytes()
    small = place.with_suffix(".small.png")
    Image.open(place).convert("RGB").quantize(256, dither=Image.Dither.NONE).save(
        small, optimize=True
    )
    content = small.read_bytes()
    small.unlink()
    return content


def firm_worth_showing() -> int:
    """A client of the shown adviser with a step down, an export figure and help on the way."""
    from django.db.models import Count, Q

    from firms.register.models import Firm
    from programs.demo.signins import SHOWN

    mine = Firm.objects.filter(
        closed_on=None, assignments__adviser__email=SHOWN["adviser"], assignments__ended_on=None
    )
    return (
        mine.annotate(
            stages=Count("placements__stage", distinct=True),
            years=Count("export_years", filter=Q(export_years__exports__gt=0), distinct=True),
            markets=Count("market_events", distinct=True),
        )
        .order_by("-stages", "-years", "-markets", "pk")
        .values_list("pk", flat=True)[0]
    )


def largest_cohort() -> int:
    """The cohort with the most members, where least has to be withheld."""
    from django.db.models import Count

    from programs.cohorts.models import Cohort

    sizes = Cohort.objects.annotate(size=Count("members")).order_by("-size")
    return sizes.values_list("pk", flat=True)[0]


def drafted_plan() -> int:
    """The follow-up plan that has a draft."""
    from programs.followups.models import PlanVersion

    return PlanVersion.objects.get(state="draft").plan_id


def link_of_a_firm() -> str:
    """A personal link, as a mail carries it."""
    from config.shared import clock
    from programs.followups.actions import make_answer_link
    from programs.followups.models import FollowUp

    asked = FollowUp.objects.open().filter(
        offset__gt=0, firm__closed_on=None, firm__profiles__isnull=False, links=None
    )
    follow_up = asked.order_by("due_on", "pk")[0]
    owner = follow_up.firm.contacts.get(is_primary=True)
    moment = datetime.combine(AS_OF, datetime.min.time(), ZONE) + timedelta(hours=8)
    with clock.pretend(moment):
        return f"/answer/{make_answer_link(follow_up=follow_up, contact=owner, now=moment)}/"


def wanted_mission() -> str:
    """The offering with a proposal that waits for its approval."""
    from programs.allocation.models import Offering

    return Offering.objects.get(runs__state="proposed").get_absolute_url()


def take(browser: Browser, site: str) -> None:
    """Every picture of the README."""
    adviser = signed_in(browser, site, "adviser", width=1440, language="en")
    firm = f"{site}/firms/{firm_worth_showing()}/"
    for name, address in (
        ("my-day", f"{site}/my-day/"),
        ("caseload", f"{site}/caseload/"),
        ("firm", firm),
    ):
        adviser.set_viewport_size({"width": 1440, "height": 900})
        adviser.goto(address)
        keep(adviser, name)
    adviser.set_viewport_size({"width": 1440, "height": 900})
    adviser.goto(f"{site}/assessments/")
    adviser.locator("tr:has-text('adviser') a[href$='/result/']").first.click()
    adviser.wait_for_url("**/result/")
    keep(adviser, "result")
    for width, language, name in ((390, "en", "firm-390"), (1440, "ru", "firm-ru")):
        page = signed_in(browser, site, "adviser", width=width, language=language)
        page.goto(firm)
        keep(page, name, tallest=1700 if width == 390 else 2400)
    manager = signed_in(browser, site, "manager", width=1440, language="en")
    manager.goto(f"{site}/cohorts/{largest_cohort()}/")
    keep(manager, "cohort", tallest=2600)
    manager.set_viewport_size({"width": 1440, "height": 900})
    manager.goto(f"{site}/follow-up-plans/{drafted_plan()}/")
    keep(manager, "plan", tallest=1500)
    for name, address in (("mission", wanted_mission()), ("program", "/programs/1/")):
        manager.set_viewport_size({"width": 1440, "height": 900})
        manager.goto(site + address)
        keep(manager, name, tallest=2000)
    phone = browser.new_context(viewport={"width": 390, "height": 844}, locale="en-GB")
    answer = phone.new_page()
    answer.goto(site + link_of_a_firm())
    keep(answer, "answer-390")
    owner = signed_in(browser, site, "firm_owner", width=1440, language="en")
    owner.goto(f"{site}/portal/")
    keep(owner, "portal")
    adviser.set_viewport_size({"width": 1440, "height": 900})
    adviser.goto(firm)
    adviser.locator("form[action$='/assess/'] button").click()
    adviser.wait_for_url("**/sections/**")
    adviser.locator("aside ol a[href*='/sections/']").nth(3).click()
    adviser.locator(".pt-q").first.wait_for()
    for number, answer in enumerate((2, 2, 1, 3)):
        adviser.locator(".pt-q").nth(number).locator(".pt-scale label").nth(answer).click()
    adviser.locator("[data-autosave-state]", has_text="Saved").wait_for()
    keep(adviser, "assessment", tallest=1600)


def main() -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="portolan-pictures-") as folder:
        settings_of_scratch(folder)
        build_agency()
        with server() as site, sync_playwright() as play:
            browser = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            take(browser, site)
            browser.close()
    for picture in sorted(PICTURES.iterdir()):
        print(f"{picture.name:<18} {picture.stat().st_size // 1000:>4} KB")


if __name__ == "__main__":
    main()
