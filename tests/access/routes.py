"""Every address of the product, what it needs, and an object to ask for."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from firms.accounts.access import CapabilityPage
from firms.accounts.roles import Capability

OUR_ROOMS = ("config.", "firms.", "assessments.", "programs.")


@dataclass(frozen=True)
class Route:
    """One address: its full name, its parameters and the capability its view asks for."""

    name: str
    parameters: tuple[str, ...]
    capability: Capability | None
    methods: frozenset[str]
    view: Any


def routes() -> list[Route]:
    """All addresses whose views are ours."""
    return sorted(_walk(get_resolver(), ()), key=lambda route: route.name)


def foreign_routes() -> set[str]:
    """Names of the addresses whose views come from libraries."""
    return set(_foreign(get_resolver()))


def _foreign(resolver: URLResolver) -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _foreign(pattern)
        elif not _is_ours(pattern):
            yield pattern.name or str(pattern.pattern)


def _walk(resolver: URLResolver, spaces: tuple[str, ...]) -> Iterator[Route]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = (*spaces, pattern.namespace) if pattern.namespace else spaces
            yield from _walk(pattern, inner)
        elif isinstance(pattern, URLPattern) and _is_ours(pattern):
            view = getattr(pattern.callback, "view_class", pattern.callback)
            is_page = isinstance(view, type) and issubclass(view, CapabilityPage)
            verbs = {"GET", "POST"} if not isinstance(view, type) else _verbs(view)
            yield Route(
                name=":".join((*spaces, pattern.name or "")),
                parameters=tuple(pattern.pattern.converters),
                capability=view.capability if is_page else None,
                methods=frozenset(verbs),
                view=view,
            )


def _is_ours(pattern: URLPattern) -> bool:
    return pattern.callback.__module__.startswith(OUR_ROOMS) or getattr(
        getattr(pattern.callback, "view_class", None), "__module__", ""
    ).startswith(OUR_ROOMS)


def _verbs(view: type) -> set[str]:
    return {verb.upper() for verb in ("get", "post") if hasattr(view, verb)}
