"""The economic numbers of a publication, as one of the example study printed them, for pages that work with them."""

PER_100 = "per 100 children per year"
COSTS = {
    "all": (("£7,908", "£7,118 to £8,698"), ("£11,618", "£10,567 to £12,668")),
    "health": (("£3,480", "£2,970 to £3,991"), ("£5,113", "£4,437 to £5,789")),
    "justice": (("£3,646", "£3,373 to £3,920"), ("£5,357", "£4,979 to £5,734")),
    "local_authority": (("£782", "£696 to £867"), ("£1,149", "£1,040 to £1,258")),
}
"""Payer: the cost of a place and year, and of a child and year."""
PRICES = {
    "restraints_all": ("£2,100", "£1,390 to £2,951"),
    "restraints_health": ("£600", "£343 to £929"),
    "restraints_justice": ("£1,500", "£856 to £2,287"),
    "assaults_all": ("£1,150", "£771 to £1,616"),
    "self_harm_all": ("£1,200", "£788 to £1,718"),
}
PREVENTED = {
    "restraints": ("16.2", "'-98.4 to 130.7"),  # the mark keeps a spreadsheet from taking it for a formula
    "assaults": ("181.7", "'-11.0 to 374.5"),
    "self_harm": ("89.7", "'-41.6 to 221.1"),
}
HAPPENING = {"restraints": "399", "assaults": "516", "self_harm": "347"}
NEEDED = {
    "restraints_all": 553,
    "restraints_health": 852,
    "restraints_justice": 357,
    "assaults_all": 1010,
    "self_harm_all": 968,
}
"""What the report itself prints as the break-even, worked out there from the records and by another road."""


def economic_rows(**withheld):
    """Return rows of the list of numbers. `withheld=address` prints a star there."""
    rows = []
    for payer, (place, child) in COSTS.items():
        about = f"delivery_costs.by_perspective.{payer}"
        rows.append((f"{about}.yearly_per_place", *place, "GBP per place and year", "Table 128"))
        rows.append((f"{about}.yearly_per_child", *child, "GBP per child and year", "Table 128"))
    for row, price in PRICES.items():
        incident = row.rpartition("_")[0]
        rows.append((f"break_even.needed.{row}.unit_cost", *price, "GBP per incident", "Table 136"))
        rows.append((f"break_even.against.{row}.prevented", *PREVENTED[incident], PER_100, "Table 137"))
        rows.append((f"break_even.against.{row}.happening", HAPPENING[incident], "", PER_100, "Table 137"))
        rows.append((f"break_even.against.{row}.verdict", "Cannot tell", "", "", "Table 137"))
    starred = set(withheld.values())
    return tuple((row[0], "*", "", *row[3:]) if row[0] in starred else row for row in rows)
