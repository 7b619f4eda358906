"""What is asked.

Features come in, with examples and counterfactuals in training.
An intent with a confidence that means what it says goes out; and what is answered first.
"""
