"""Typical wrong pages of a capstone: boasts, blanks, and a test set that was looked at twice."""

import tempfile

from hpstudy.capstone.example import RANGES, filled, finished, request
from hpstudy.capstone.jobs import Capstone
from tests.wrong_answers import wrong


def page():
    """A right page, to be spoilt."""
    return filled(finished().capstone)


@wrong("capstone", "The page says gain = 0.18")
def gain_over_another_default():
    report = page()
    report.gain = 0.18
    return report


@wrong("capstone", "The page says interval")
def interval_without_its_sign():
    report = page()
    low, high = report.interval
    report.interval = (low + 0.02, high)
    return report


@wrong("capstone", "The page says sure")
def more_certain_than_the_interval():
    report = page()
    report.sure = not report.sure
    return report


@wrong("capstone", "The page says jobs = 40")
def the_budget_for_what_was_run():
    report = page()
    report.jobs = 40
    return report


@wrong("capstone", "blanks are empty: gain, did_not_matter")
def blanks():
    report = page()
    report.gain, report.did_not_matter = ..., ""
    return report


@wrong("capstone", "There is no reason for the range of dropout")
def a_knob_without_a_reason():
    report = page()
    report.reasons = {name: why for name, why in report.reasons.items() if name != "dropout"}
    return report


@wrong("capstone", "say it in a sentence")
def one_word():
    report = page()
    report.ten_times = "More."
    return report


@wrong("capstone", "No tuning job has been run yet")
def nothing_run():
    return Capstone("digits", tempfile.mkdtemp()).report()


@wrong("capstone", "There is one round so far")
def one_round():
    capstone = Capstone("digits", tempfile.mkdtemp())
    capstone.run(request(capstone, "round-1", 2, RANGES))
    return capstone.report()


@wrong("capstone", "does not start from round-1")
def two_strangers():
    capstone = Capstone("digits", tempfile.mkdtemp())
    for name in ("round-1", "round-2"):
        capstone.run(request(capstone, name, 2, RANGES))
    return capstone.report()


@wrong("capstone", "on data that the net was trained on")
def judged_by_what_it_learnt():
    capstone = Capstone("digits", tempfile.mkdtemp())
    for name in ("round-1", "round-2"):
        asked = request(capstone, name, 2, RANGES)
        objective = {"Type": "Minimize", "MetricName": "train:loss"}
        asked["HyperParameterTuningJobConfig"]["HyperParameterTuningJobObjective"] = objective
        capstone.run(asked)
    return capstone.report()
