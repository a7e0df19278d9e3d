"""What can be said with eighteen sites: robust standard errors, exact tests, the roll-out's own lottery."""

from newel.statistics.few_clusters.clustered import (
    ClusteredFit,
    Family,
    clustered_generalised,
    clustered_least_squares,
    clustered_mixed,
)
from newel.statistics.few_clusters.least_squares import ordinary
from newel.statistics.few_clusters.randomisation import Lottery, RandomisationTest, randomisation_test, within_effect
from newel.statistics.few_clusters.robust import RobustFit, cluster_robust, robust
from newel.statistics.few_clusters.wald import WaldTest, wald_tests
from newel.statistics.few_clusters.wild import WildRule, WildTest, wild_cluster_test
from newel.statistics.few_clusters.wild_joint import JointWildTest, wild_joint_test

__all__ = [
    "ClusteredFit",
    "Family",
    "JointWildTest",
    "Lottery",
    "RandomisationTest",
    "RobustFit",
    "WaldTest",
    "WildRule",
    "WildTest",
    "cluster_robust",
    "clustered_generalised",
    "clustered_least_squares",
    "clustered_mixed",
    "ordinary",
    "randomisation_test",
    "robust",
    "wald_tests",
    "wild_cluster_test",
    "wild_joint_test",
    "within_effect",
]
