"""Commands: thin shells over services."""
