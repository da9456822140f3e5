"""Search strategies: which configuration to run next.

Strategy                    the contract: ask() a trial, tell() its loss      base.py
├── GridSearch              every combination                                 grid_search.py
└── RandomSearch            independent draws                                 random_search.py
"""
