"""Writes logistic.json: logistic fits with a weak pull towards intercept 0 and
slope 1, minimised by scipy.

  minimise  -log likelihood + pull/2 (a^2 + (b-1)^2),  pull = 0.02
"""
import json

import numpy as np
from scipy.optimize import minimize

PULL = 0.02


def fit(x, y):
    x, y = np.asarray(x, float), np.asarray(y, float)

    def cost(p):
        z = p[0] + p[1] * x
        return np.sum(np.logaddexp(0, z) - y * z) + PULL / 2 * (p[0] ** 2 + (p[1] - 1) ** 2)

    best = minimize(cost, [0, 1], method="Nelder-Mead",
                    options=dict(xatol=1e-10, fatol=1e-13, maxiter=100000, maxfev=100000))
    best = minimize(cost, best.x, method="BFGS", options=dict(gtol=1e-10))
    return best.x


def main():
    rng = np.random.default_rng(1)
    cases = {}
    x = rng.normal(0, 2, 300)
    cases["ordinary"] = (x, rng.random(300) < 1 / (1 + np.exp(-(0.5 + 0.8 * x))))
    x = rng.normal(-1, 1, 40)
    cases["falling"] = (x, rng.random(40) < 1 / (1 + np.exp(-(1 - 1.5 * x))))
    x = rng.normal(0, 1, 25)
    cases["all true"] = (x, np.ones(25, bool))
    cases["all false"] = (x + 3, np.zeros(25, bool))
    x = np.r_[np.linspace(-2, -0.1, 60), np.linspace(0.1, 2, 60)]
    cases["separable"] = (x, x > 0)
    cases["separable, narrow"] = (np.log(np.linspace(0.2, 3, 400)), np.linspace(0.2, 3, 400) > 0.9)
    cases["one"] = (np.array([2.0]), np.array([False]))
    cases["constant"] = (np.full(30, -4.0), np.arange(30) < 10)
    out = []
    for name, (x, y) in cases.items():
        x = [round(float(v), 6) for v in x]
        a, b = fit(x, y)
        out.append(dict(Name=name, X=x, Y=[bool(v) for v in y], A=a, B=b))
    with open("logistic.json", "w") as f:
        json.dump(out, f)


if __name__ == "__main__":
    main()
