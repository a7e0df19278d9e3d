"""REFI-QDA, the exchange format of the programs for qualitative analysis: projects (.qdpx) and codebooks (.qdc)."""

from newel.exchange.refi.codebooks import ReadCodebook, read_qdc, write_qdc
from newel.exchange.refi.reading import read_qdpx
from newel.exchange.refi.writing import Exported, write_qdpx

__all__ = ["Exported", "ReadCodebook", "read_qdc", "read_qdpx", "write_qdc", "write_qdpx"]
