"""Everything that can happen on a care pathway, one act a file, each with one audit event that holds no words."""
