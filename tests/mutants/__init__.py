"""`make mutants`: small faults put into the code one at a time, and whether the tests of that part notice them."""
