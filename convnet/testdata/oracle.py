"""Writes oracle.json: a small network, its forward output by
scipy.signal.correlate2d, its loss and gradient by JAX, and its parameters
after training steps by optax. Python 3, numpy, scipy, jax, optax; all in
float64.
"""
import json
import os

import jax
import jax.numpy as jnp
import numpy as np
import optax
from scipy.signal import correlate2d
from scipy.special import expit, xlog1py, xlogy

jax.config.update("jax_enable_x64", True)
rng = np.random.default_rng(20)
# in, out, kernel, dilation, residual, relu
SPEC = [
    (3, 5, 3, 1, False, True),
    (5, 5, 3, 2, True, True),
    (5, 5, 3, 4, True, False),
    (5, 5, 1, 1, True, True),
    (5, 1, 1, 1, False, False),
]
H, W, BATCH, STEPS = 6, 21, 2, 7
RATE, WARM, DECAY = 0.02, 0.3, 0.05


def f32(a):
    """Values float32 holds exactly, as float64."""
    return np.asarray(a, np.float32).astype(np.float64)


params = [
    {
        "w": f32(rng.normal(0, np.sqrt(2 / (i * k * k)), (o, i, k, k))),
        "b": f32(rng.normal(0, 0.1, o)),
    }
    for i, o, k, _, _, _ in SPEC
]
x = f32(rng.normal(size=(BATCH, 3, H, W)))
target = f32(rng.uniform(size=(BATCH, 1, H, W)))
weight = f32(rng.uniform(size=(BATCH, 1, H, W)) * (rng.uniform(size=(BATCH, 1, H, W)) > 0.2))


def scipy_forward(x):
    for (i, o, k, d, residual, relu), p in zip(SPEC, params):
        n = (k - 1) * d + 1
        y = np.zeros((o,) + x.shape[1:])
        for b in range(o):
            y[b] = p["b"][b]
            for a in range(i):
                kernel = np.zeros((n, n))
                kernel[::d, ::d] = p["w"][b, a]
                y[b] += correlate2d(x[a], kernel, mode="same")
        if relu:
            y = np.maximum(y, 0)
        x = y + x if residual else y
    return x


def jax_forward(params, x):
    for (i, o, k, d, residual, relu), p in zip(SPEC, params):
        y = jax.lax.conv_general_dilated(x, p["w"], (1, 1), "SAME", rhs_dilation=(d, d))
        y = y + p["b"][None, :, None, None]
        y = jax.nn.relu(y) if relu else y
        x = y + x if residual else y
    return x


def loss(params):
    z = jax_forward(params, x)
    l = -(target * jax.nn.log_sigmoid(z) + (1 - target) * jax.nn.log_sigmoid(-z))
    return (weight * l).sum() / z.size


def flat(params):
    return [float(v) for p in params for v in np.concatenate([np.ravel(p["w"]), np.ravel(p["b"])])]


forward = np.stack([scipy_forward(v) for v in x])
assert np.abs(forward - np.asarray(jax_forward(params, x))).max() < 1e-12
prob = expit(forward)
byhand = -(weight * (xlogy(target, prob) + xlog1py(1 - target, -prob))).sum() / forward.size
value, grad = jax.value_and_grad(loss)(params)
assert abs(value - byhand) < 1e-12

schedule = optax.cosine_onecycle_schedule(STEPS, RATE, WARM)
mask = [{"w": True, "b": False} for _ in SPEC]
opt = optax.adamw(schedule, weight_decay=DECAY, mask=mask)
state, trained, losses = opt.init(params), params, []
for _ in range(STEPS):
    l, g = jax.value_and_grad(loss)(trained)
    losses.append(float(l))
    update, state = opt.update(g, state, trained)
    trained = optax.apply_updates(trained, update)

out = {
    "spec": [dict(In=i, Out=o, Kernel=k, Dilation=d, Residual=r, Activation=int(a)) for i, o, k, d, r, a in SPEC],
    "h": H,
    "w": W,
    "steps": STEPS,
    "rate": RATE,
    "warm": WARM,
    "decay": DECAY,
    "params": flat(params),
    "x": x.reshape(BATCH, -1).tolist(),
    "target": target.reshape(BATCH, -1).tolist(),
    "weight": weight.reshape(BATCH, -1).tolist(),
    "forward": [[round(v, 9) for v in row] for row in forward.reshape(BATCH, -1).tolist()],
    "loss": float(value),
    "gradient": [float(f"{v:.9g}") for v in flat(grad)],
    "losses": losses,
    "trained": [float(f"{v:.9g}") for v in flat(trained)],
    "schedule": [float(schedule(n)) for n in range(STEPS)],
}
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "oracle.json"), "w") as f:
    f.write("{\n" + ",\n".join(f'"{k}": {json.dumps(v)}' for k, v in out.items()) + "\n}\n")
