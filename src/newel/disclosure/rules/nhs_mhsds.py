"""The rule of NHS England's monthly mental health statistics: fewer than five are withheld, the rest rounded."""

from newel.disclosure.rule import Rule

rule = Rule(
    title="NHS mental health statistics rule",
    says=(
        "Below national level a count below five is withheld and shown as an asterisk, and every other count is "
        "rounded to the nearest five. A percentage is withheld when its numerator or its denominator is below five; "
        "otherwise it is worked out from the rounded counts and printed as a whole number. A rate over fewer than one "
        "hundred bed days is withheld. National numbers are printed as they are. The rule says nothing of means, "
        "intervals and counts that are not about people: here a mean of fewer than five people is withheld, intervals "
        "are printed with their numbers, and counts that are not about people are printed as they are."
    ),
    source="NHSDigital/mental-health-monthly-statistics (MIT), rounding and suppression of the published tables",
    smallest=5,
    smallest_bed_days=100.0,
)
