"""Pages where the strands are put together: programme theories, convergence and joint displays."""
