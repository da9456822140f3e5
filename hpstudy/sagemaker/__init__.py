"""A tuning job as Amazon SageMaker offers it, really run on this machine, without a network.

    request → validate: the model's shapes, then the rules across fields      request side, pure
    validated request → TuningService: jobs, trials, metrics, stops           the engine
    boto3 → endpoint → answer(service, operation, body) ← local client        the doors
"""
