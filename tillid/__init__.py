"""The command, the settings, the composition: the one place that knows how the parts are put together."""
