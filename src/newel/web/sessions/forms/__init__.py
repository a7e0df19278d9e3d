"""Fields of the pages of sources, read one by one."""
