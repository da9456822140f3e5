"""One module a demo, each with a `DEMO`; how to make one stands in `hpstudy/widgets/demo.py`."""
