"""`python -m treue` is `treue`."""

import sys

from treue.cli import main

sys.exit(main())
