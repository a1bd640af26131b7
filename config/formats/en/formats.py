"""English dates with the day first, as the pictures of every page show them: 26 October 2026."""

DATE_FORMAT = "j F Y"
SHORT_DATE_FORMAT = "j M Y"
