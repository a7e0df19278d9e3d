"""How a factor model is to be fitted."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Settings:
    """Estimator, treatment of missing answers, and what is equal over groups."""

    estimator: str
    missing: str
    equal: tuple[str, ...]
