"""Why a file or a row of any import is refused, in words."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from config.shared.errors import DomainError


class FileRefused(DomainError):
    """The file as a whole cannot be imported; nothing was written."""


class NoSuchFile(FileRefused):
    code = "no_such_file"
    message = _("There is no file %(path)s.")


class NotAFile(FileRefused):
    code = "not_a_file"
    message = _("%(path)s is not an ordinary file.")


class FileClosed(FileRefused):
    code = "not_readable"
    message = _("The file %(path)s cannot be read: %(reason)s.")


class FileEmpty(FileRefused):
    code = "empty"
    message = _("The file %(path)s is empty.")


class NoRows(FileRefused):
    code = "no_rows"
    message = _("The file has a line of column names and no row below it.")


class WrongEncoding(FileRefused):
    code = "wrong_encoding"
    message = _(
        "Line %(row)s is not text in the encoding %(encoding)s that the mapping names. "
        "Set `file: encoding` in the mapping, or save the file anew."
    )


class OtherEncoding(FileRefused):
    code = "other_encoding"
    message = _(
        "The file begins like text in the encoding %(found)s, and the mapping names %(encoding)s."
    )


class NotText(FileRefused):
    code = "not_text"
    message = _("The first line holds a zero byte: this is not a text file of columns.")


class WrongDelimiter(FileRefused):
    code = "wrong_delimiter"
    message = _(
        "Line 1 has one column when split at %(delimiter)s as the mapping says; "
        "it looks as if the columns were split by %(found)s."
    )


class MissingColumns(FileRefused):
    code = "missing_columns"
    message = _(
        "The file has no column %(columns)s, which the mapping names. "
        "Columns of the file: %(found)s."
    )


class DoubledColumn(FileRefused):
    code = "doubled_column"
    message = _("The column %(column)s stands in line 1 twice, at places %(first)s and %(second)s.")


class NamelessColumn(FileRefused):
    code = "nameless_column"
    message = _("Column %(place)s has no name in line 1.")


class HeaderTooLong(FileRefused):
    code = "header_too_long"
    message = _("Line 1 is longer than %(limit)s signs: these are no column names.")


class QuoteNeverClosed(FileRefused):
    code = "quote_never_closed"
    message = _("A quotation mark opened in line %(row)s is never closed.")


class NothingReadable(FileRefused):
    code = "nothing_readable"
    message = _(
        "None of the %(rows)s rows can be taken over. Line %(row)s, column %(column)s: %(sentence)s"
    )


#: The sentence of every reason to refuse a row that imports share.
ROW_REASONS: Mapping[str, str | Promise] = {
    "missing": _("The value is missing."),
    "date_not_readable": _("This is not a date written as %(formats)s."),
    "date_out_of_range": _("The year must lie between %(first)s and %(last)s."),
    "amount_not_readable": _("This is not an amount written like %(example)s."),
    "amount_too_large": _("The amount has more than %(digits)s digits."),
    "cell_too_long": _("The text has %(length)s signs; at most %(limit)s are possible."),
    "forbidden_sign": _("The text holds a sign that cannot be shown."),
    "row_too_long": _("The row is longer than %(limit)s signs."),
    "wrong_cell_count": _(
        "The row has %(found)s cells; the first line names %(expected)s columns."
    ),
    "bad_quotes": _("The quotation marks of this row do not fit."),
    "repeated_row_key": _("A row with this key stands in the file already."),
}
