"""What the readers of sources share: what they declare and return, and how words of one person are put together."""
