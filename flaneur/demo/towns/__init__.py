"""The towns of the demonstration, each with its people and what they saw."""

from flaneur.demo.towns.bordeaux import BORDEAUX
from flaneur.demo.towns.nantes import NANTES
from flaneur.demo.towns.paris import PARIS

TOWNS = (PARIS, NANTES, BORDEAUX)
