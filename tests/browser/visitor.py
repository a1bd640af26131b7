"""A person at a real browser, who remembers everything the browser complained about."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from playwright.sync_api import (
        BrowserContext,
        CDPSession,
        ConsoleMessage,
        Locator,
        Page,
        ViewportSize,
    )

PHONE, DESK = 390, 1440
CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


#: The page has its new size, and has heard of it.
SETTLED = """async ([width, points]) => {
    const frame = () => new Promise(requestAnimationFrame);
    const settled = () => innerWidth === width && navigator.maxTouchPoints === points;
    for (let n = 0; n < 600 && !settled(); n++) await frame();
    if (!settled()) throw new Error(`still ${innerWidth} pixels wide`);
    await frame();
}"""


def size(width: int) -> "ViewportSize":
    """The size of a window of this width."""
    return {"width": width, "height": 900 if width > PHONE else 844}


@dataclass
class Visitor:
    """One browser window on one site."""

    context: "BrowserContext"
    site: str
    complaints: list[str] = field(default_factory=list)
    status: int = 0

    def __post_init__(self) -> None:
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(10_000)
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))

    def _hear(self, message: "ConsoleMessage") -> None:
        if message.type not in ("error", "warning"):
            return
        told = message.location.get("url") if message.location else ""
        # A page that answers 4xx is noted here by the browser; the test asks for its status.
        if message.text.startswith("Failed to load resource") and told == self.page.url:
            return
        self.complaints.append(f"{message.type}: {message.text}")

    def go(self, path: str) -> int:
        """Open a page; the status of its answer."""
        answer = self.page.goto(self.site + path)
        assert answer is not None
        self.status = answer.status
        return self.status

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path

    def resize(self, width: int) -> None:
        """Give the window another width, with a touch screen where it is a phone's."""
        touch = width <= PHONE
        emulation = {"enabled": touch, "maxTouchPoints": 1}
        self.page.set_viewport_size(size(width))
        self._devtools.send("Emulation.setTouchEmulationEnabled", emulation)
        self.page.evaluate(SETTLED, [width, int(touch)])

    @cached_property
    def _devtools(self) -> "CDPSession":
        return self.context.new_cdp_session(self.page)

    def find(self, selector: str) -> "Locator":
        return self.page.locator(selector).first

    def press(self, selector: str) -> None:
        """Click what the selector finds and wait for the page that follows."""
        with self.page.expect_navigation():
            self.find(selector).click()

    def main_button(self) -> None:
        """Press the main button of the page's form."""
        self.press("main form button.pri")

    def keys(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def where(self) -> str:
        """What has the focus: its id, its name or its tag."""
        return str(
            self.page.evaluate(
                "(e => e.id || e.name || e.getAttribute('aria-labelledby') || e.tagName)"
                "(document.activeElement)"
            )
        )

    def sideways(self) -> int:
        """By how many pixels the page is wider than its window."""
        return int(self.page.evaluate(SIDEWAYS))

    def language(self) -> str:
        return self.page.locator("html").get_attribute("lang") or ""

    def small_targets(self) -> list[str]:
        """Buttons and fields of a touch screen lower than 44 px, for a thumb too low."""
        if not self.page.evaluate("navigator.maxTouchPoints"):
            return []
        return [
            f"{each['name']}: {each['height']} px"
            for each in self.page.evaluate(
                """() => [...document.querySelectorAll(
                    'main button, main a.btn, main select, main textarea, .pt-tabbar a,' +
                    'main input:not([type=hidden], [type=checkbox], [type=radio])')]
                  .filter((e) => e.checkVisibility({opacityProperty: true}))
                  .map((e) => ({name: e.outerHTML.slice(0, 80),
                                height: Math.round(e.getBoundingClientRect().height)}))
                  .filter((e) => e.height < 44)"""
            )
        ]

    def violations(self) -> list[str]:
        """What axe finds on the page, one line each."""
        from axe_playwright_python.base import AXE_SCRIPT

        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE_SCRIPT)
        found: list[dict[str, Any]] = self.page.evaluate(
            "async () => (await axe.run({resultTypes: ['violations']})).violations"
        )
        return [
            f"{each['impact']} {each['id']}: {node['target']} {node['html'][:120]}"
            for each in found
            for node in each["nodes"][:2]
        ]
