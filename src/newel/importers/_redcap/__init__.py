"""A REDCap project read in steps: its files, its fields, which of them become items, and what each cell then says."""
