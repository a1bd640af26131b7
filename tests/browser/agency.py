"""The demonstration agency in a product of its own, and the ways to its pages."""

import base64
import hashlib
import hmac
import re
import struct
import time
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from tests.browser.visitor import DESK, PHONE, Visitor, size
from tests.journeys.product import Product, until, words_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, StorageState

PEOPLE = "demo.example"


def one_time_code(secret: str) -> str:
    """The six digits of RFC 6238 for now."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.digest(key, struct.pack(">Q", int(time.time()) // 30), hashlib.sha1)
    at = digest[-1] & 15
    return f"{(int.from_bytes(digest[at : at + 4]) & 0x7FFFFFFF) % 10**6:06d}"


@dataclass
class Agency:
    """A running product full of demonstration data, and a browser to look at it."""

    product: Product
    browser: "Browser"
    sessions: dict[str, "StorageState"] = field(default_factory=dict)

    @cached_property
    def password(self) -> str:
        return (self.product.folder / "data" / "demo_password").read_text().strip()

    # Windows -----------------------------------------------------------------------------------

    def window(self, *, width: int = DESK, language: str = "en", **options: Any) -> Visitor:
        """A new window of a stranger."""
        context = self.browser.new_context(
            viewport=size(width),
            has_touch=width <= PHONE,
            locale="ru-RU" if language == "ru" else "en-GB",
            **options,
        )
        context.add_cookies(
            [{"name": "django_language", "value": language, "url": self.product.site}]
        )
        return Visitor(context, self.product.site)

    def window_of(self, who: str, **options: Any) -> Visitor:
        """A new window of somebody who has signed in."""
        if not who:
            return self.window(**options)
        if who not in self.sessions:
            self.sessions[who] = self._session(who)
        return self.window(storage_state=self.sessions[who], **options)

    def _session(self, who: str) -> "StorageState":
        """The cookies of somebody who signed in without a window; the forms have own tests."""
        context = self.browser.new_context()
        door, address = "/accounts/login/", f"{who}@{PEOPLE}"
        if who == "firm":
            confirm = self._post(context, door + "code/", email=address)
            inside = self._post(context, confirm, code=self.code_sent_to(who))
        else:
            inside = self._post(context, door, login=address, password=self.password)
        assert not inside.startswith("/accounts/"), inside
        session = context.storage_state()
        context.close()
        return session

    def _post(self, context: "BrowserContext", path: str, **fields: str) -> str:
        """Fill in the form of a page without showing it; where that leads."""
        page = context.request.get(self.product.site + path).text()
        token = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[0]
        form = {"csrfmiddlewaretoken": token, **fields}
        return urlsplit(context.request.post(self.product.site + path, form=form).url).path

    # Signing in --------------------------------------------------------------------------------

    def sign_in(self, visitor: Visitor, who: str) -> None:
        visitor.go("/accounts/login/")
        visitor.find("summary").click()
        visitor.find("#id_login").fill(f"{who}@{PEOPLE}")
        visitor.find("#id_password").fill(self.password)
        visitor.press("details button[type=submit]")

    def prove(self, visitor: Visitor, path: str) -> None:
        """Open a page that asks for the password again, and give it."""
        visitor.go(path)
        visitor.find("#id_password").fill(self.password)
        visitor.main_button()

    def sign_in_by_code(self, visitor: Visitor, who: str) -> None:
        visitor.go("/accounts/login/")
        visitor.find("#code_email").fill(f"{who}@{PEOPLE}")
        visitor.press("text=Send me a code")
        visitor.find("#id_code").fill(self.code_sent_to(who))
        visitor.main_button()

    def mail_to(self, who: str) -> str:
        """The plain text of the newest message to a person, once it is there."""
        found = until(lambda: self.product.mails(to=f"{who}@{PEOPLE}"), seconds=10)
        return words_of(found[-1])

    def code_sent_to(self, who: str) -> str:
        return re.findall(r"^ {4}(\S+)$", self.mail_to(who), re.M)[0]

    def link_sent_to(self, who: str) -> str:
        return re.findall(r"http\S+(/accounts/link/\S+)", self.mail_to(who))[0]

    # Ways --------------------------------------------------------------------------------------

    @cached_property
    def ways(self) -> dict[str, str]:
        """Addresses that hold numbers, found by following links as a person does."""
        adviser, manager = self.window_of("adviser"), self.window_of("manager")
        ways = {"firm": self._link(adviser, "/caseload/", "table tbody th a")}
        adviser.go(ways["firm"])
        adviser.press("form[action$='/assess/'] button")
        ways["fill"] = re.sub(r"sections/.*", "", adviser.path)
        ways["section"] = self._link(
            adviser, ways["fill"] + "review/", "aside ol a[href*='/sections/']:not([href*=facts])"
        )
        ways["result"] = self._link(adviser, "/assessments/", "a[href$='/result/']")
        everything = "/caseload/?show=all"
        ways["follow_up"] = self._first(manager, everything, "a[href*='/follow-ups/'].pt-tick")
        ways["engagement"] = self._link(manager, "/programs/1/", "a[href*='/engagements/']")
        ways["program"] = self._link(manager, "/programs/", "table tbody th a")
        ways["offering"] = self._link(manager, ways["program"], "a:has-text('Gulf food mission')")
        ways["application"] = self._link(manager, ways["offering"], "a[href^='/applications/']")
        ways["swap"] = self._link(manager, ways["offering"], "a[href$='/swap/']")
        manager.go("/follow-up-plans/")
        manager.press("tr:has(.warn) th a")  # the one with a draft
        ways["plan"] = manager.path
        ways["cohort"] = self._link(manager, "/cohorts/", "table tbody a")
        firm = self.window_of("firm")
        ways["ask"] = self._link(firm, "/portal/offers/", "a[href^='/portal/offers/']")
        firm.context.close()
        administrator = self.window_of("administrator")
        ways["leaver"] = self._link(administrator, "/people/", "a[href$='/leave/']")
        for visitor in (adviser, manager, administrator):
            visitor.context.close()
        return ways

    @cached_property
    def firm_with_an_offer(self) -> str:
        """A firm with a recommendation that can be assigned at once."""
        manager = self.window_of("manager")
        card = ".pt-rec:has(button.pri)"
        firm = self._first(manager, "/caseload/?show=all", f"main:has({card}) .pt-tabs a")
        manager.context.close()
        return firm

    def _link(self, visitor: Visitor, page: str, selector: str) -> str:
        visitor.go(page)
        return str(visitor.find(selector).get_attribute("href"))

    def _first(self, visitor: Visitor, page: str, selector: str) -> str:
        """The link on the first firm of a list that has one."""
        visitor.go(page)
        firms = [a.get_attribute("href") for a in visitor.page.locator("tbody th a").all()]
        found = (self._links(visitor, str(firm), selector) for firm in firms)
        return next(link for link in found if link)

    def _links(self, visitor: Visitor, page: str, selector: str) -> str:
        visitor.go(page)
        place = visitor.page.locator(selector)
        return str(place.first.get_attribute("href")) if place.count() else ""


def office_day() -> str:
    """Today at the offices of the demonstration agency, as a date field wants it."""
    return datetime.now(ZoneInfo("Asia/Almaty")).date().isoformat()
