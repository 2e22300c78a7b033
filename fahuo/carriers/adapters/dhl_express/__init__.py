"""DHL Express, through MyDHL API: rates, shipments, images, tracking."""
