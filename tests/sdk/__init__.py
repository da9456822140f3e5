"""The sagemaker SDK, both generations, against `hpstudy endpoint`: outside the ten minutes.

    python -m tests.sdk 2 3

Each generation gets a throw-away environment of its own, into which pip installs it, and drives a
random tuning job from `tune` to the best training job, by nothing but the endpoint's address.
"""
