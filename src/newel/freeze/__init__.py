"""Records sealed: one Parquet file a kind and a manifest of hashes. It is never changed; a correction is a new one."""

from newel.freeze.opening import Freeze, current_freeze, open_freeze
from newel.freeze.sealing import seal

__all__ = ["Freeze", "current_freeze", "open_freeze", "seal"]
