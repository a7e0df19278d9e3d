"""A call as R printed it, cut into its arguments. It is read as text and never run."""

OPEN, CLOSE = "([{", ")]}"


def arguments_of(call: str) -> dict[str, str]:
    """Return the arguments by name, as text without quotes; those without a name are numbered from 0."""
    inside = call[call.index("(") + 1 : call.rindex(")")]
    found: dict[str, str] = {}
    for place, argument in enumerate(_parted(inside)):
        name, sign, value = argument.partition("=")
        named = bool(sign) and name.strip().isidentifier()
        found[name.strip() if named else str(place)] = (value if named else argument).strip().strip("\"'")
    return found


def _parted(text: str) -> list[str]:
    """Part a text at the commas that stand in no bracket."""
    parts, depth = [""], 0
    for sign in text:
        depth += (sign in OPEN) - (sign in CLOSE)
        if sign == "," and not depth:
            parts.append("")
        else:
            parts[-1] += sign
    return parts
