"""What a parcel costs: pure, exact, without a clock or a file.

`sheet` and `rules` are what prices are made from, `single` prices one parcel with every charge shown,
`bulk` prices a whole batch over all services in one pass and must agree with `single` to the cent.
"""
