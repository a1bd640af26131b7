"""What the processes write: one line an event, JSON in production, no values of variables."""

import re
from typing import Any

import structlog

#: Addresses that let somebody in: what follows these words is not written down.
_TOKEN = re.compile(r"(/accounts/(?:link|password/reset/key)/)[^/\s'\"?]+")


def without_tokens(_logger: Any, _method: str, event: dict[str, Any]) -> dict[str, Any]:
    """Cut tokens of mailed links out of every text of an event."""
    return {
        key: _TOKEN.sub(r"\1…", value) if isinstance(value, str) else value
        for key, value in event.items()
    }


SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    without_tokens,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.format_exc_info,
    structlog.processors.UnicodeDecoder(),
]


def logging(*, as_json: bool, level: str = "INFO") -> dict[str, Any]:
    """Django's LOGGING; tracebacks without local variables, which may be personal data."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *SHARED,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    renderer: Any = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if as_json
        else structlog.dev.ConsoleRenderer(
            colors=False, exception_formatter=structlog.dev.plain_traceback
        )
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "()": structlog.stdlib.ProcessorFormatter,
                "processor": renderer,
                "foreign_pre_chain": SHARED,
            }
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            "django.server": {"handlers": ["console"], "level": "WARNING", "propagate": False},
            "django.request": {"level": "ERROR"},
            # every message of the queue twice: for a collector, not for a screen people watch
            "celery.worker.strategy": {"level": "INFO" if as_json else "WARNING"},
            "celery.app.trace": {"level": "INFO" if as_json else "WARNING"},
            "celery.beat": {"level": "INFO" if as_json else "WARNING"},
        },
    }
