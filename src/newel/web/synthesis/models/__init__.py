"""What the pages of synthesis keep. Other apps ask `queries`; the freeze asks `record_source`."""

from newel.web.synthesis.models.evidence import LinkedEvidence
from newel.web.synthesis.models.theory import TheoryVersion
from newel.web.synthesis.models.topic import TopicPart

__all__ = ["LinkedEvidence", "TheoryVersion", "TopicPart"]
