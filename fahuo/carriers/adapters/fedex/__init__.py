"""FedEx: tracking only."""
