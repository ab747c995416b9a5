"""The network every test in this folder speaks to."""

from tests.peer import peer as peer
