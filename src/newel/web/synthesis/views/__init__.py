"""The pages of synthesis: theories, what bears on them, topics across the strands, and joint displays."""
