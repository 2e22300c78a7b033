"""Where everything is put together: settings, URLs, the command line."""
