"""What the pages of economics ask: released numbers, and the costs that sites sent."""
