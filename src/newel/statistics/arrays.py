"""The names of the plain arrays that estimators take."""

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]
Levels = npt.NDArray[np.int64]
"""The level of a factor that each row has: 0 .. q - 1, each seen at least once."""
