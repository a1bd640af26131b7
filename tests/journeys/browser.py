"""A small browser for tests from outside: cookies, redirects, links, forms. No script runs."""

import json
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser
from http.cookiejar import CookieJar
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

EMPTY = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "wbr"}
)
UNSPOKEN = frozenset({"script", "style", "template"})
HTMX = {"HX-Request": "true"}


class NotOnPage(LookupError):
    """What a person would look for on the page in vain."""


@dataclass(eq=False)
class Node:
    """An element with its attributes and what stands inside it."""

    tag: str
    attrs: dict[str, str] = field(default_factory=dict)
    inside: list["Node | str"] = field(default_factory=list)

    def walk(self) -> Iterator["Node"]:
        for part in self.inside:
            if isinstance(part, Node):
                yield part
                yield from part.walk()

    def find_all(self, tag: str, **attrs: str) -> list["Node"]:
        """Elements of this kind, in order; `class_` and the like need no exact equality."""
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attrs.items()}
        return [
            node
            for node in self.walk()
            if node.tag == tag
            and all(value in node.attrs.get(name, "").split() for name, value in wanted.items())
        ]

    @property
    def text(self) -> str:
        """The words a person reads here, with single spaces."""
        return " ".join("".join(self._words()).split())

    def _words(self) -> Iterator[str]:
        for part in self.inside:
            if isinstance(part, str):
                yield part
            elif part.tag not in UNSPOKEN:
                yield " "
                yield from part._words()
                yield " "


class _Reader(HTMLParser):
    """Builds the tree; stray end tags are left out, as browsers do."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("document")
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        self._open[-1].inside.append(node)
        if tag not in EMPTY:
            self._open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open[-1].inside.append(Node(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        at = next((i for i in range(len(self._open) - 1, 0, -1) if self._open[i].tag == tag), 0)
        if at:
            del self._open[at:]

    def handle_data(self, data: str) -> None:
        self._open[-1].inside.append(data)


def read_html(source: str) -> Node:
    reader = _Reader()
    reader.feed(source)
    reader.close()
    return reader.root


@dataclass
class Form:
    """A form as it would be sent: only controls that stand on the page may be filled."""

    node: Node
    action: str
    method: str
    names: frozenset[str]
    data: list[tuple[str, str]]

    def fill(self, **values: str | list[str]) -> "Form":
        """The same form with other values; a list ticks several, an empty one unticks all."""
        if strangers := values.keys() - self.names:
            raise NotOnPage(f"{self.action} has no field {', '.join(sorted(strangers))}")
        kept = [(name, value) for name, value in self.data if name not in values]
        given = [
            (name, one)
            for name, value in values.items()
            for one in (value if isinstance(value, list) else [value])
        ]
        return Form(self.node, self.action, self.method, self.names, kept + given)

    def values_of(self, name: str) -> list[str]:
        """What would be sent under this name."""
        return [value for each, value in self.data if each == name]

    def choices(self, name: str) -> dict[str, str]:
        """Options of a drop-down: words → value."""
        selects = self.node.find_all("select", name=name)
        return {o.text: o.attrs.get("value", o.text) for s in selects for o in s.find_all("option")}


def _controls(node: Node, root: Node) -> Iterator[Node]:
    kinds = ("input", "select", "textarea", "button")
    key = node.attrs.get("id")
    yield from (each for each in node.walk() if each.tag in kinds and "form" not in each.attrs)
    if key:
        yield from (n for n in root.walk() if n.tag in kinds and n.attrs.get("form") == key)


def _sent(control: Node) -> Iterator[str]:
    """The values a control sends when nothing is pressed or changed."""
    if control.tag == "textarea":
        yield "".join(part for part in control.inside if isinstance(part, str)).lstrip("\n")
    elif control.tag == "select":
        options = control.find_all("option")
        chosen = [option for option in options if "selected" in option.attrs]
        if not chosen and "multiple" not in control.attrs:
            chosen = options[:1]
        yield from (option.attrs.get("value", option.text) for option in chosen)
    elif control.tag == "input":
        kind = control.attrs.get("type", "text")
        if kind in {"checkbox", "radio"} and "checked" in control.attrs:
            yield control.attrs.get("value", "on")
        elif kind not in {"checkbox", "radio", "submit", "button", "image", "file"}:
            yield control.attrs.get("value", "")


@dataclass
class Page:
    """An answer of the product."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: str

    @cached_property
    def root(self) -> Node:
        return read_html(self.body)

    @property
    def path(self) -> str:
        return urlsplit(self.url).path

    @property
    def text(self) -> str:
        return self.root.text

    @property
    def heading(self) -> str:
        found = self.root.find_all("h1")
        return found[0].text if found else ""

    def json(self) -> Any:
        return json.loads(self.body)

    def links(self, words: str = "", *, href: str = "") -> list[str]:
        """Addresses of links whose words, label or address hold these."""
        return [
            urljoin(self.url, node.attrs["href"])
            for node in self.root.find_all("a")
            if words in f"{node.text} {node.attrs.get('aria-label', '')}"
            and href in node.attrs.get("href", "")
            and "href" in node.attrs
        ]

    def link(self, words: str = "", *, href: str = "") -> str:
        """The first such link. Raises NotOnPage."""
        found = self.links(words, href=href)
        if not found:
            raise NotOnPage(f"no link {words!r} {href!r} on {self.url}: {self.text[:600]}")
        return found[0]

    def form(self, action: str = "", *, words: str = "") -> Form:
        """The first form whose address ends so and that holds these words. Raises NotOnPage."""
        for node in self.root.find_all("form"):
            to = urljoin(self.url, node.attrs.get("action") or self.url)
            if urlsplit(to).path.endswith(action) and words in node.text:
                return self._read(node, to)
        raise NotOnPage(f"no form {action!r} {words!r} on {self.url}: {self.text[:600]}")

    def _read(self, node: Node, to: str) -> Form:
        controls = [c for c in _controls(node, self.root) if c.attrs.get("name")]
        live = [c for c in controls if "disabled" not in c.attrs]
        return Form(
            node,
            to,
            node.attrs.get("method", "get").lower(),
            frozenset(control.attrs["name"] for control in live),
            [(control.attrs["name"], value) for control in live for value in _sent(control)],
        )


class Browser:
    """One person's browser."""

    def __init__(self, site: str) -> None:
        self.site = site
        self._opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(CookieJar()), urllib.request.ProxyHandler({})
        )

    def open(self, address: str, *, headers: Mapping[str, str] | None = None) -> Page:
        return self._ask(urllib.request.Request(self._at(address), headers=dict(headers or {})))

    def submit(
        self,
        form: Form,
        *,
        press: tuple[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        **values: str | list[str],
    ) -> Page:
        """Fill and send a form, perhaps by a button that carries a value."""
        filled = form.fill(**values) if values else form
        sent = urlencode([*filled.data, *([press] if press else [])])
        if form.method == "get":
            return self.open(f"{form.action.partition('?')[0]}?{sent}", headers=headers)
        request = urllib.request.Request(form.action, data=sent.encode(), method="POST")
        for name, value in {"Referer": form.action, **(headers or {})}.items():
            request.add_header(name, value)
        return self._ask(request)

    def _at(self, address: str) -> str:
        return urljoin(f"{self.site}/", address)

    def _ask(self, request: urllib.request.Request) -> Page:
        try:
            answer = self._opener.open(request, timeout=30)
        except urllib.error.HTTPError as refused:
            answer = refused
        with answer:
            body = answer.read().decode("utf-8")
            return Page(answer.url, answer.status, answer.headers, body)
