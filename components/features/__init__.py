"""What the classifier sees.

Tokens and the conversation come in.
Rows of numbers go out: letters, sounds, meaning, and the context they stand in.
"""
