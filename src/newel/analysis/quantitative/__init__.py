"""Answers in numbers from returns, questionnaires, training and assessments."""
