"""Understanding names and addresses; ``monitor.screening`` is the door."""
