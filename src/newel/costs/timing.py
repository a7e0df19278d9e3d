"""Costs and time: what a later pound is worth today, and what something that lasts costs in each of its years."""


def discount_factor(years: float, rate: float) -> float:
    """Return 1 / (1 + rate)^years, what a pound that falls so many years later counts for. Raises ValueError."""
    if rate <= -1:
        raise ValueError(f"a yearly rate of {rate:g}: it must be above -1")
    return float((1 + rate) ** -years)


def discounted(amount: float, *, years: float, rate: float) -> float:
    """Return an amount that falls so many years later as it counts today."""
    return amount * discount_factor(years, rate)


def annuity(amount: float, *, years: float, rate: float) -> float:
    """Return the equal yearly cost of something that serves so many years: K r / (1 - (1 + r)^-n), and K / n at r = 0.

    Paid at the end of each year, discounted at the rate, the yearly costs add up to the amount (Drummond et al.,
    Methods for the economic evaluation of health care programmes, 4th edition, 2015, chapter 7). Raises ValueError.
    """
    if years <= 0:
        raise ValueError(f"{years:g} years: what is spread over time must serve for some")
    if rate < 0:
        raise ValueError(f"a yearly rate of {rate:g}: it must be 0 or more")
    # Below this rate the difference to K / n is smaller than what the formula loses by rounding.
    return amount / years if rate < 1e-10 else amount * rate / (1 - discount_factor(years, rate))
