"""The pages of signing in and out, and where somebody starts."""
