"""What can happen in the vault: an original comes in, a person reads one, the mapping and the roster grow."""
