"""The shell of the web pages: layout, navigation, tables, filters; no business words."""
