"""One module a demo, each with a `DEMO`; how to make one stands in `hpstudy/widgets/demo.py`."""

JOB = "d.job"  # a demo that is none of these modules but a page of its own, `hpstudy.widgets.job`
