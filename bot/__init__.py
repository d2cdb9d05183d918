"""Where people meet Tillid: the session runner and the channels it speaks through."""
