"""Whatever leaves the house: one module a kind of channel. They know no database; a message goes in, an outcome out."""
