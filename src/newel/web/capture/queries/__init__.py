"""What capture can look up, one subject a file. Nothing here changes anything."""
