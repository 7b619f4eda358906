"""The door: what reaches Rasa from outside, and what goes back."""
