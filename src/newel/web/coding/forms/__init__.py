"""What a page of coding sends."""
