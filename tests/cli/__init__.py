"""The command line as a clerk meets it: real processes, a real database, carriers emulated over real HTTP."""
