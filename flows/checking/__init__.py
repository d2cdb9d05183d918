"""The conversation proven before it runs: every state a person can get into, by the engine itself, and what must hold.

Owns the exploration, the rules of conversation.md that are about states, screens and source texts, the taps of each
person, and the pictures. Reads no file and no catalog: what is rendered comes in as values (tillid/flows_checking.py).
"""
