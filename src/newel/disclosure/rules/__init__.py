"""One published rule per file. The protocol names the one a study follows."""
