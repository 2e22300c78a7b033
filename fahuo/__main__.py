"""`python -m fahuo` is `fahuo`."""

from fahuo.site.cli import main

main(prog_name="fahuo")
