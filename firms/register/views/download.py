"""Handing out a document: after the policy, as a download, never as a page."""

from django.http import FileResponse, HttpRequest
from django.views.generic.base import View

from config.shared.access import get_visible_or_404
from firms.accounts.access import CapabilityPage
from firms.accounts.roles import Capability
from firms.register.models import Document


class Download(CapabilityPage, View):
    """The bytes of one document for somebody who may see its firm."""

    capability = Capability.SEE_WORKSPACE

    def get(self, request: HttpRequest, pk: int, document_pk: int) -> FileResponse:
        document = get_visible_or_404(
            Document, request.user, pk=document_pk, firm=pk, removed_at__isnull=True
        )
        return handed_out(document)


def handed_out(document: Document) -> FileResponse:
    """The bytes as a download that no browser runs, whatever they are."""
    response = FileResponse(
        document.file.open("rb"),
        as_attachment=True,
        filename=document.name,
        content_type="application/octet-stream",
    )
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
