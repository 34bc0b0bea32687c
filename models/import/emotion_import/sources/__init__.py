"""The formats that models are published in."""
