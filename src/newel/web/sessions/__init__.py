"""Sources: interviews, focus groups, notes and answers, taken in, redacted by people, and read by those who may."""
