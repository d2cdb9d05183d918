"""What is asked, in which order: the flows, the engine that walks them, the directory of services.

Pure: imports nothing of ours, does no input or output, reads no clock and draws no randomness (design.md, decision 1).
"""
