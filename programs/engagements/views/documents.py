"""Pages of the documents of one engagement."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from firms.register.forms import ChosenDocumentForm
from firms.register.selectors import documents_to_choose
from programs.engagements import actions
from programs.engagements.forms.helping import NoForm
from programs.engagements.models import EngagementDocument
from programs.engagements.views.base import EngagementAction, RowAction


class AttachDocument(EngagementAction):
    """Put a document of the firm to its help."""

    form_class = ChosenDocumentForm
    heading, label = _("Add a document"), _("Add")
    done = _("The document is part of the help.")

    def get_form_kwargs(self) -> dict[str, Any]:
        used = self.engagement.documents.values("document")
        rows = documents_to_choose(self.request.user, self.engagement.firm, beside=used)
        return super().get_form_kwargs() | {"documents": rows}

    def act(self, data: dict[str, Any]) -> None:
        actions.attach_document(engagement=self.engagement, by=self.request.user, **data)


class DetachDocument(RowAction):
    """Take a document off the help; it stays with the firm."""

    model = EngagementDocument
    form_class = NoForm
    heading, label = _("Take the document off"), _("Take off")
    done = _("Taken off; it stays with the firm.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(explanation=self.row.document.name, **kwargs)

    def act(self, data: dict[str, Any]) -> None:
        actions.detach_document(row=self.row, by=self.request.user)
