"""Stand-ins for networks, with a memory: a city, a newcomer or a test lives with them without an account anywhere."""
