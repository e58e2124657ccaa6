# Reference values for wilson_test.go and kaplanmeier_test.go.
# python3 reference.py   (scipy 1.17.1); writes wilson.csv, km.csv
import csv, numpy as np
from scipy.stats import binomtest, ecdf, CensoredData
with open('wilson.csv', 'w', newline='') as f:
    w = csv.writer(f, lineterminator='\n'); w.writerow(['k', 'n', 'confidence', 'lo', 'hi'])
    for k, n in [(0, 7), (1, 7), (7, 7), (3, 11), (20, 136), (53, 139), (499, 1000)]:
        for c in (0.9, 0.95, 0.99):
            ci = binomtest(k, n).proportion_ci(c, method='wilson'); w.writerow([k, n, c, repr(float(ci.low)), repr(float(ci.high))])
rng = np.random.default_rng(7)
t = np.ceil(rng.exponential(9, 60)); c = np.ceil(rng.uniform(1, 20, 60)); time = np.minimum(t, c); event = t <= c
s = ecdf(CensoredData.right_censored(time, ~event)).sf
with open('km_data.csv', 'w', newline='') as f:
    w = csv.writer(f, lineterminator='\n'); w.writerow(['time', 'event']); w.writerows([[repr(float(a)), int(b)] for a, b in zip(time, event)])
ci = s.confidence_interval(method='log-log')
with open('km.csv', 'w', newline='') as f:
    w = csv.writer(f, lineterminator='\n'); w.writerow(['time', 'surv', 'lo', 'hi'])
    for q, p, lo, hi in zip(s.quantiles, s.probabilities, ci.low.probabilities, ci.high.probabilities): w.writerow([repr(float(v)) for v in (q, p, lo, hi)])
