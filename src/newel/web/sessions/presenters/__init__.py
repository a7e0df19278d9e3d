"""Sources, desks and figures as plain data for templates."""
