"""Russian dates without the "г." that would end a sentence twice: 26 октября 2026."""

DATE_FORMAT = "j E Y"
SHORT_DATE_FORMAT = "j E Y"
