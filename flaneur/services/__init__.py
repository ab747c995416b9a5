"""Verbs, the only writers: one function, one transaction, one line in the journal."""
