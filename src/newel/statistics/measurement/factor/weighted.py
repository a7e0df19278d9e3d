"""Diagonally weighted least squares: a factor model fitted to thresholds and polychoric correlations."""

from dataclasses import dataclass, replace

import numpy as np

from newel.statistics.arrays import Numbers
from newel.statistics.measurement.factor.ordinal import OrderedMoments
from newel.statistics.measurement.factor.structure import Matrices, Structure, lower

_COMPLEX_STEP = 1e-30


@dataclass(frozen=True)
class WeightedProblem:
    """Half the weighted squared misfit per person, for `search.minimise`."""

    structure: Structure
    groups: tuple[OrderedMoments, ...]
    fixed_residuals: bool = False
    """Whether residual variances are 1 in every group (lavaan's theta parameterisation), not the scales (delta)."""

    @property
    def people(self) -> float:
        """How many people in all groups."""
        return sum(own.people for own in self.groups)

    def share(self, group: int) -> float:
        """Return which share of the people is in a group."""
        return self.groups[group].people / self.people

    def weights(self, group: int) -> Numbers:
        """Return the diagonal of the weight matrix: 1 over the variances of the moments."""
        return 1 / np.diag(self.groups[group].gamma)

    def pull(self, group: int) -> Numbers:
        """Return the weights of a group's misfit in the value: one person less than the group has, as lavaan does."""
        return self.weights(group) * (self.groups[group].people - 1) / self.people

    def matrices(self, theta: Numbers, group: int) -> Matrices:
        """Return one group's matrices; with fixed residual variances the scales follow from them."""
        own = self.structure.filled(theta, group)
        return replace(own, scales=1 / np.sqrt(np.diag(own.covariance))) if self.fixed_residuals else own

    def implied(self, theta: Numbers, group: int) -> Numbers:
        """Return the moments that the model implies, in the order of `OrderedMoments.moments`."""
        own = self.matrices(theta, group)
        thresholds = own.scales[:, None] * (own.thresholds - own.mean[:, None])
        correlations = np.outer(own.scales, own.scales) * own.covariance
        return np.concatenate([
            thresholds[~np.isnan(own.thresholds)], correlations[lower(len(own.scales), diagonal=False)]
        ])

    def jacobian(self, theta: Numbers, group: int) -> Numbers:
        """Return derivatives of the implied moments by theta, shape (s, free)."""
        own = self.matrices(theta, group)
        of_mean, of_covariance = self.structure.slopes(own, group)
        items, cuts = own.thresholds.shape
        of_cut = np.repeat(-own.scales[:, None] * of_mean.T, cuts, axis=0).reshape(items, cuts, -1)
        of_pair = of_covariance * np.outer(own.scales, own.scales)
        of_scale = np.zeros((items, self.structure.free), dtype=theta.dtype)
        for row in self.structure.rows(group):
            if row.free >= 0 and row.kind == "thresholds":
                of_cut[*row.place, row.free] += own.scales[row.place[0]]
            elif row.free >= 0 and row.kind == "scales":
                of_scale[row.place[0], row.free] += 1
        if self.fixed_residuals:
            of_scale = -(own.scales**3)[:, None] * np.diagonal(of_covariance, axis1=1, axis2=2).T / 2
        of_cut += of_scale[:, None, :] * (own.thresholds - own.mean[:, None])[:, :, None]
        stretched = of_scale.T[:, :, None] * own.scales * own.covariance
        of_pair += stretched + stretched.transpose(0, 2, 1)
        pairs = of_pair[:, *lower(items, diagonal=False)]
        return np.vstack([of_cut[~np.isnan(own.thresholds)], pairs.T])

    def value(self, theta: Numbers) -> float:
        """Return half the weighted squared misfit per person."""
        total = 0.0
        for group, own in enumerate(self.groups):
            apart = own.moments - self.implied(theta, group)
            total += float(self.pull(group) @ apart**2)
        return total / 2

    def slope(self, theta: Numbers) -> tuple[Numbers, Numbers]:
        """Return the gradient and the Gauss-Newton curvature."""
        curvature = np.zeros((len(theta), len(theta)))
        for group in range(len(self.groups)):
            jacobian = self.jacobian(theta, group)
            curvature += jacobian.T * self.pull(group) @ jacobian
        return self.gradient(theta), curvature

    def curved(self, theta: Numbers) -> Numbers:
        """Return the exact second derivatives of the value, by complex steps on the gradient."""
        rows = []
        for place in range(len(theta)):
            moved = theta.astype(complex)
            moved[place] += 1j * _COMPLEX_STEP
            rows.append(self.gradient(moved).imag / _COMPLEX_STEP)
        whole = np.array(rows)
        return np.asarray((whole + whole.T) / 2)

    def gradient(self, theta: Numbers) -> Numbers:
        """Return the gradient of the value; complex values pass through."""
        return -sum(
            ((self.jacobian(theta, group).T * self.pull(group)) @ (own.moments - self.implied(theta, group))
             for group, own in enumerate(self.groups)),
            np.zeros(len(theta)),
        )

    def information(self, theta: Numbers) -> Numbers:
        """Return the curvature that errors and tests rest on, per person."""
        whole = np.zeros((len(theta), len(theta)))
        for group in range(len(self.groups)):
            jacobian = self.jacobian(theta, group)
            whole += jacobian.T * (self.share(group) * self.weights(group)) @ jacobian
        return whole

    def spread(self, theta: Numbers) -> Numbers:
        """Return the covariances of the gradient, times people."""
        whole = np.zeros((len(theta), len(theta)))
        for group, own in enumerate(self.groups):
            weighted = self.jacobian(theta, group).T * self.weights(group)
            whole += self.share(group) * weighted @ own.gamma @ weighted.T
        return whole

    def products(self, theta: Numbers, bread: Numbers) -> Numbers:
        """Return U Gamma over the moments of all groups: what the statistic's distribution rests on."""
        counts = [len(own.moments) for own in self.groups]
        whole = np.zeros((sum(counts), sum(counts)))
        ends = np.cumsum([0, *counts])
        jacobians = [self.jacobian(theta, group) for group in range(len(counts))]
        for row, one in enumerate(jacobians):
            weighted = (self.weights(row) * self.share(row))[:, None] * one
            for column, other in enumerate(jacobians):
                reach = weighted @ bread @ (other.T * (self.weights(column) * self.share(column)))
                block = np.diag(self.weights(row) * self.share(row)) - reach if row == column else -reach
                gamma = self.groups[column].gamma / self.share(column)
                whole[ends[row]:ends[row + 1], ends[column]:ends[column + 1]] = block @ gamma
        return whole
