"""Abstract bases of our tables."""

from django.db import models


class Timestamped(models.Model):
    """A row that knows when it was written and last changed."""

    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True
