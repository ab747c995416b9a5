"""The office: review, calendar, channels, silence, journal."""
