"""Start digitpad from a checkout: python main.py"""

import sys

from digitpad.__main__ import main

if __name__ == "__main__":
    sys.exit(main())
