"""Reading the data archives, grouping and splitting."""
