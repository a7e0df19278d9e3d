"""Commands an evaluator runs on the server."""
