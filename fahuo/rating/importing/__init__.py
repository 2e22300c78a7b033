"""Reads price files as carriers send them: grids in, a rate sheet or the cells that stand in its way out.

Pure reading: no database, no clock. `grids.read` opens a file, `suggesting.suggest` guesses how it is to be read,
`reading.read` makes the rate sheet or lists every fault, `writing.as_csv` writes a sheet that can be read again.
"""
