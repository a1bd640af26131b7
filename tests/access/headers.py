"""What every answer of the product must carry, checked on all answers of the whole suite."""

from django.http import HttpResponseBase

REQUIRED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def shortcomings(response: HttpResponseBase) -> list[str]:
    """What is wrong with the headers of an answer; empty when all is well."""
    wrong = [
        f"{name} is {response.headers.get(name)!r}"
        for name, value in REQUIRED.items()
        if response.headers.get(name) != value
    ]
    policy = response.headers.get("Content-Security-Policy", "")
    if "unsafe" in policy or not policy:
        wrong.append(f"Content-Security-Policy is {policy!r}")
    kind = response.headers.get("Content-Type", "")
    if kind.startswith("text/") and "charset" not in kind:
        wrong.append(f"Content-Type without charset: {kind!r}")
    wrong += [
        f"cookie {name} can be read by scripts"
        for name, cookie in response.cookies.items()
        if cookie.value and not cookie["httponly"] and name != "django_language"
    ]
    return wrong
