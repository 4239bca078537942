"""What the store is made of, by subject; ``monitor.store`` is the door."""
