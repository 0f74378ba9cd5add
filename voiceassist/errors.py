"""Problems a person can do something about."""


class VoiceAssistError(Exception):
    """One line that says what is wrong and what to do; the command line prints it and exits with 1."""
