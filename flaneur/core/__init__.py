"""Rules: pure Python, without Django, network, clock or files."""
