"""The rule of NHS England's hospital statistics since September 2018: one to seven are withheld, the rest rounded."""

from newel.disclosure.rule import Rule

rule = Rule(
    title="NHS hospital statistics rule",
    says=(
        "Below national level a count from one to seven is withheld and shown as an asterisk, and every other count is "
        "rounded to the nearest five. Percentages and rates are worked out from the rounded counts. A mean of seven "
        "people or fewer is withheld. National numbers are printed as they are. Counts that are not about people, such "
        "as the number of sites, are printed as they are. Intervals are exempt, except that the interval of a withheld "
        "number is withheld with it."
    ),
    source="NHS Digital, disclosure control for Hospital Episode Statistics and emergency care, September 2018",
    smallest=8,
)
