"""What the message means where it stands.

Intents and entities of the message and its parts, and the conversation, come in.
One message goes out: one question or several, references resolved, and the wording said in turn.
"""
