"""The gallery: matplotlib and nothing else; numbers in, artists moved."""
