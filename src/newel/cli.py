"""The command line: one verb per stage of the flow."""
