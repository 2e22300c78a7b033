"""What each service costs for a parcel, charge by charge."""
