"""What came back from a page of the pathway, read into an act, or into words about what to mend."""
