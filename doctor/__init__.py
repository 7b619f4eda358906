"""`bin/doctor`: looks at the whole installation, changes nothing, and says what to mend.

Each file looks at one thing. What a check needs comes in as an argument; `examination.py` knows
where it is in an installed project.
"""
