"""Capture: how those who take part are invited, informed, asked and heard, without account, cookie or script."""
