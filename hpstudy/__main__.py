"""`python -m hpstudy` is the command `hpstudy`."""

import sys

from hpstudy.cli import main

sys.exit(main())
