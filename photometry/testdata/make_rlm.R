# Robust lines by MASS::rlm, the oracle of IsosbesticFit: bisquare with c = 4.685,
# scale the median absolute residual over 0.6745, from least squares on.
# Rscript make_rlm.R; data and results are of this script alone (CC0).
suppressMessages(library(MASS))
set.seed(20261127)
out <- NULL
n <- 200
for (k in 1:3) {
  x <- round(10 + cumsum(rnorm(n)) * 0.1, 6)
  slope <- c(1.4, 0.3, -0.5)[k]
  y <- 2 + slope * x + rnorm(n) * 0.05
  up <- sample(n, 40)
  y[up] <- y[up] + rexp(40) * 0.5
  y <- round(y, 6)
  out <- rbind(out, data.frame(case = k, x = x, y = y))
}
write.csv(out, "rlm_points.csv", row.names = FALSE, quote = FALSE)
fits <- NULL
for (k in 1:3) {
  d <- out[out$case == k, ]
  f <- rlm(y ~ x, data = d, psi = psi.bisquare, maxit = 500, acc = 1e-12)
  g <- rlm(y ~ 1, data = d, psi = psi.bisquare, maxit = 500, acc = 1e-12)
  fits <- rbind(fits, data.frame(case = k, intercept = sprintf("%.9f", coef(f)[1]), slope = sprintf("%.9f", coef(f)[2]), level = sprintf("%.9f", coef(g)[1])))
}
write.csv(fits, "rlm_fits.csv", row.names = FALSE, quote = FALSE)
