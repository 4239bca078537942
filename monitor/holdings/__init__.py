"""What a team deals with: its counterparties and the stakes that they hold in one another, read from its files."""
