"""A tuning job as Amazon SageMaker offers it, really run on this machine, without a network.

    boto3 → endpoint.py ┐
                        ├→ answer.py → request.py: three layers of checks → service.py: really run
    Python → local.py   ┘
No command in a request is ever run: it only names an algorithm that was registered here.
"""
