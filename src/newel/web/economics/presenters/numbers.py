"""Numbers as the decision page prints them. The page's own script prints them by the same steps."""

from math import floor


def written(value: float, decimals: int = 0) -> str:
    """Return a number with thousands apart: halves go away from 0, and there is no minus before zero."""
    scale = 10**decimals
    size = floor(abs(value) * scale + 0.5) / scale
    return f"{'-' if value < 0 and size else ''}{size:,.{decimals}f}"


def pounds(value: float) -> str:
    """Return an amount to the pound: -£1,234."""
    text = written(value)
    return f"-£{text[1:]}" if text.startswith("-") else f"£{text}"
