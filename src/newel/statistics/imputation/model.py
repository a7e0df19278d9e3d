"""What an imputation is told: which variables have gaps, of what kind, and what is known that explains them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import numpy.typing as npt

from newel.statistics.arrays import Numbers

Kind = Literal["continuous", "binary", "ordinal", "nominal"]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Variable:
    """A variable of the joint model; complete ones belong in it too, where others depend on them."""

    name: str
    kind: Kind = "continuous"
    of_cluster: bool = False
    """It belongs to the cluster (a site's size), not to the row: the same on all rows of a cluster, or missing."""


@dataclass(frozen=True)
class Shift:
    """How far missing values of a continuous variable are taken to lie from what the observed values foretell.

    Each moves by just so much, and what else is missing in its row is drawn given the moved value; the parameters stay
    those of data missing at random. `shifted` moves finished imputations instead, and nothing follows. A chain of
    single models (mice's `post`) lets the shift compound where several variables are missing together, and so moves a
    mean somewhat further.
    """

    variable: str
    where: Flags
    """The rows it concerns, (n,); observed values are left alone."""
    delta: float


@dataclass(frozen=True)
class ImputationModel:
    """A joint multilevel model: all variables together depend on the covariates, with random effects by cluster.

    Categories are latent normals cut at thresholds (probit); a nominal variable's are normals of which the largest
    wins. Interactions and squares of complete covariates are covariates like any other. An interaction between two
    variables with gaps, or a slope of one that varies by cluster, is not in a normal joint model: the analysis would
    then ask for more than was imputed, and its effect comes out too small (Enders CK and others. Psychological Methods
    2020;25:88-112). Make such a variable complete, or state the limit.
    """

    variables: tuple[Variable, ...]
    covariates: Numbers | None = None
    """Complete columns that explain, (n, c); an intercept is added."""
    covariate_names: tuple[str, ...] = ()
    slopes: Numbers | None = None
    """Complete columns whose effects vary by cluster, beside the intercept; they enter the fixed part too, (n, r)."""
    slope_names: tuple[str, ...] = ()
    shifts: tuple[Shift, ...] = ()
    burn_in: int = 500
    """Steps before the first imputation's own."""
    between: int = 100
    """Steps from one imputation to the next."""
    chains: int = 1
    """Chains from separate seeds; each has a burn-in of its own and gives its share of the imputations."""
    prior: float = 0.1
    """Scale of the inverse Wishart priors of both covariance matrices, as a share of each variable's own variance."""
    strata: Mapping[str, npt.NDArray[np.str_]] = field(default_factory=dict)
    """Labels of the rows, such as wave or arm, (n,) each: a variable never observed in one is named in the notes."""
