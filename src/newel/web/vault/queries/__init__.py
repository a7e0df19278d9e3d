"""What acts look up in the vault. No page does: a person reads an original by the act `read_original` alone."""
