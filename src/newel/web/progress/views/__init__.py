"""The progress board, a page for each site and each month of a return, and the queries and chasers about them."""
