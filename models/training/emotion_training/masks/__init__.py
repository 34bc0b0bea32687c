"""Synthetic masks: templates with anchor points, warped onto face landmarks."""
