"""The face stream: one network with two heads, emotion and mask state, trained on masked and unmasked faces."""
