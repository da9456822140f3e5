"""The capstone: a tuning job of your own, on real data, from the request to the report.

    training.py    the net that is tuned, as the service runs it
    jobs.py        the folder of a capstone: its service, its two rounds, its resume
    reading.py     what a round says: best, edges, which knob matters, where to look next
    seal.py        the test set, and every opening of it
    report.py      the page that is handed in
    example.py     a small capstone that runs by itself

`hpstudy.labs.capstone` checks the page against what is stored.
"""
