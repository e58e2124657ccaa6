# Fits the coefficients of score.go to candidates of simulated movies, by logistic
# regression with a ridge on standardised features. Each movie weighs the same. Varied
# movies differ in rate, pixel, light, tissue, motion and activity; see docs/calcium.md.
#   go run ./bench/cells --varied --seeds 11,12,13,14,15,16,17,18,32,35,36,69 --noise medium --features f.csv
#   go run ./bench/cells --varied --seeds 1,2,3,4,78,80 --noise low --features f.csv
#   go run ./bench/cells --varied --seeds 21,22,23,24,33,77 --noise high --features f.csv
#   go run ./bench/cells --seeds 1,2,3,4 --noise medium --features f.csv
#   go run ./bench/cells --seeds 5 --noise high --features f.csv
#   Rscript cell/fitscore.R f.csv
# It prints the coefficients, and F1 of each movie by coefficients of the others.
d <- read.csv(commandArgs(TRUE)[1], header = FALSE, col.names = c("kind", "noise", "seed", "diameter", "right", "active", "snr", "reliability",
  "flash", "rise", "beyond", "likeness", "still", "hole", "contrast", "edge", "area", "elongation"))
d$movie <- paste(d$kind, d$noise, d$seed)
d <- d[d$right >= 0, ]
d$size <- abs(log(d$area)); d$e <- log1p(pmax(d$edge, 0))
d$r <- -log(1.01 - d$reliability); d$long <- log(d$elongation); d$few <- log(10 / d$diameter)
formulas <- list(~ r + flash + beyond + likeness + e + size + long + few, ~ likeness + still + hole + e + size + few)
fit <- function(x, f) {
  m <- model.matrix(f, x)
  w <- 1 / table(x$movie)[x$movie]; w <- as.vector(w / mean(w))
  mu <- c(0, colMeans(m)[-1]); sd <- c(1, apply(m, 2, sd)[-1])
  z <- sweep(sweep(m, 2, mu), 2, sd, "/")
  loss <- function(b) { q <- as.vector(z %*% b); sum(w * (log1p(exp(-abs(q))) + pmax(q, 0) - x$right * q)) + sum(b[-1]^2) / 2 }
  slope <- function(b) { q <- as.vector(z %*% b); as.vector(t(z) %*% (w * (plogis(q) - x$right))) + c(0, b[-1]) }
  b <- optim(rep(0, ncol(z)), loss, slope, method = "BFGS", control = list(maxit = 1000))$par / sd
  b[1] <- b[1] - sum(b[-1] * mu[-1])
  names(b) <- colnames(m)
  b
}
d$p <- NA
for (a in c(1, 0)) {
  x <- d[d$active == a, ]
  f <- formulas[[2 - a]]
  print(round(fit(x, f), 2))
  for (one in unique(x$movie)) {
    i <- d$active == a & d$movie == one
    d$p[i] <- plogis(model.matrix(f, d[i, ]) %*% fit(x[x$movie != one, ], f))
  }
}
for (one in unique(d$movie)) {
  x <- d[d$movie == one, ]
  cat(sprintf("%-20s candidates %4d right %3d kept %3d right %3d F1 of candidates %.3f\n", one, nrow(x), sum(x$right), sum(x$p > .5), sum(x$p > .5 & x$right),
    2 * sum(x$p > .5 & x$right) / (sum(x$p > .5) + sum(x$right))))
}
