# Fits the coefficients of score.go to candidates of simulated movies, by logistic
# regression with a ridge on standardised features:
#   go run ./bench/cells --seeds 1,2,3,4,5,6,7,8,9,10,11,12 --noise medium --features f.csv
#   go run ./bench/cells --seeds 5,6 --noise low,high --features f.csv
#   Rscript cell/fitscore.R f.csv
d <- read.csv(commandArgs(TRUE)[1], header = FALSE, col.names = c("noise", "seed", "right", "active", "snr", "reliability", "likeness", "contrast", "edge", "area", "elongation", "still", "hole"))
d <- d[d$right >= 0, ]
d$size <- abs(log(d$area)); d$e <- log1p(pmax(d$edge, 0)); d$s <- log1p(d$snr)
for (a in c(1, 0)) {
  x <- d[d$active == a, ]
  f <- if (a == 1) ~ s + reliability + likeness + still + e + size + elongation else ~ likeness + still + hole + e
  m <- model.matrix(f, x)
  mu <- c(0, colMeans(m)[-1]); sd <- c(1, apply(m, 2, sd)[-1])
  z <- sweep(sweep(m, 2, mu), 2, sd, "/")
  loss <- function(b) { q <- z %*% b; sum(log1p(exp(-abs(q))) + pmax(q, 0) - x$right * q) + sum(b[-1]^2) / 2 }
  b <- optim(rep(0, ncol(z)), loss, method = "BFGS", control = list(maxit = 1000))$par / sd
  b[1] <- b[1] - sum(b[-1] * mu[-1])
  names(b) <- colnames(m)
  print(round(b, 2))
  p <- 1 / (1 + exp(-m %*% b))
  cat("candidates", nrow(x), "right", sum(x$right), "F1 at 0.5", 2 * sum(p > .5 & x$right) / (sum(p > .5) + sum(x$right)), "\n")
}
