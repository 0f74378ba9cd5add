"""An offline voice assistant for people whose muscles twitch."""

__version__ = "0.1.0"
