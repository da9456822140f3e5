"""Search strategies: which configuration to run next.

Strategy                  the contract: ask() a trial, tell() its loss    base.py
├── GridSearch            every combination                               grid_search.py
├── RandomSearch          independent draws                               random_search.py
├── BayesianOptimization  where a model of the losses promises most       bayesian_optimization.py
├── SuccessiveHalving     one bracket: keep the best 1/eta at every rung  successive_halving.py
├── Hyperband             brackets from bold to cautious                  hyperband.py
└── ASHA                  promotions without waiting                      asha.py
"""
