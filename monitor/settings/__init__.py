"""The tables of the configuration, and what they may say."""
