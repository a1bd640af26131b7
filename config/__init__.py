"""The composition root; the Celery application is made before any task is declared."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
