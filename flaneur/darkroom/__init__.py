"""Photos: hostile files go in, clean renditions come out; the decoding happens in a child process."""

from flaneur.darkroom.door import develop, develop_avif, develop_portrait
from flaneur.darkroom.values import DarkroomFailure, Developed, Limits, Metadata, Reason, Rendition, Undevelopable

__all__ = [
    "DarkroomFailure",
    "Developed",
    "Limits",
    "Metadata",
    "Reason",
    "Rendition",
    "Undevelopable",
    "develop",
    "develop_avif",
    "develop_portrait",
]
