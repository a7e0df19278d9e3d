"""What can be done with codebooks, layers and codings, one act a file."""
