"""News about colleagues upwards, inside the transaction that wrote it."""

from django.dispatch import Signal

#: Sent with `user`, whose sign-in was just withdrawn, and `by`, before the transaction ends.
sign_in_withdrawn = Signal()
