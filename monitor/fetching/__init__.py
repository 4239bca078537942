"""How an answer from the outside is asked for, judged and paced; ``monitor.fetch`` is the door."""
