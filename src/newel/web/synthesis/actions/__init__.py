"""What can be done with theories, evidence and topics: one function an act, one audit event each."""
