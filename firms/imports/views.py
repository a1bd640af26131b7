"""Pages of imports and of firms that look alike."""

from firms.accounts.access import CapabilityPage
from firms.accounts.roles import Capability


class ImportPage(CapabilityPage):
    capability = Capability.IMPORT_DATA


class ImportList(ImportPage): ...


class ImportRunPage(ImportPage): ...


class RejectsCsv(ImportPage): ...


class UndoImport(ImportPage): ...


class DuplicateList(ImportPage): ...


class DecideDuplicate(ImportPage): ...
