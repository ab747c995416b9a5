"""People: thin views by audience."""
