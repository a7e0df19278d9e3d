"""What is read from the tables of the sources; `sources` is the door for other apps."""
