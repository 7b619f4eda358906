"""The text itself: from characters to folded, mended, counted words, and their language.

A message as it was typed comes in.
Tokens whose lemma is the word as the examples write it, and the entity `langue`, go out.
"""
