"""How hypothesis works here: the same examples every time, whatever the machine is busy with."""

from hypothesis import settings

settings.register_profile("house", deadline=None, derandomize=True, database=None, max_examples=60)
settings.load_profile("house")
