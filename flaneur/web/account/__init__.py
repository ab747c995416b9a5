"""Sign-in: one-time links, e-mail codes, passkeys."""
