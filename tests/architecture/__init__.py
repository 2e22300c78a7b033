"""The house rules, checked: direction of imports, sizes, names, clocks, codes, settings, licences."""
