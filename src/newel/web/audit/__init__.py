"""The audit: every act in the web shell, one row each, chained so that a changed or missing row shows."""
