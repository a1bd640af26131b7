"""Sheets that leave the house: no cell becomes a formula, and the count is asserted."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

import xlsxwriter
from django.http import HttpResponse, StreamingHttpResponse

#: Signs a spreadsheet program takes for a formula at the start of a cell.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n")

Row = Sequence[Any]


def safe_cell(value: Any) -> Any:
    """Text that would be a formula gets an apostrophe; numbers and dates stay what they are."""
    if value is None:
        return ""
    if isinstance(value, bool | int | float | Decimal | date | datetime):
        return value
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text


class _Echo:
    """A file that hands back what is written, for streaming."""

    def write(self, value: str) -> str:
        return value


def csv_lines(header: Row, rows: Iterable[Row]) -> Iterator[str]:
    """CSV text line by line, UTF-8 with a mark so that spreadsheet programs read it right."""
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow([safe_cell(cell) for cell in header])
    for row in rows:
        yield writer.writerow([safe_cell(cell) for cell in row])


def csv_response(name: str, header: Row, rows: Iterable[Row]) -> StreamingHttpResponse:
    """A CSV download."""
    response = StreamingHttpResponse(
        csv_lines(header, rows), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def xlsx_response(name: str, header: Row, rows: Sequence[Row]) -> HttpResponse:
    """An XLSX download with as many data rows as were given."""
    held = BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet()
    bold = book.add_format({"bold": True})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for column, title in enumerate(header):
        sheet.write_string(0, column, str(title), bold)
    for line, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            if isinstance(cell, date):
                sheet.write_datetime(
                    line,
                    column,
                    datetime(cell.year, cell.month, cell.day),  # noqa: DTZ001
                    day,
                )
            elif isinstance(cell, int | float | Decimal) and not isinstance(cell, bool):
                sheet.write_number(line, column, float(cell))
            else:
                sheet.write_string(line, column, "" if cell is None else str(cell))
    sheet.freeze_panes(1, 0)
    book.close()
    response = HttpResponse(
        held.getvalue(),
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    response["X-Rows"] = str(len(rows))
    return response
