"""The pages of capture: load, check, act, render. The clock is read here and passed down."""
