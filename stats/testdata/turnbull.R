# Interval-censored reference values for turnbull_test.go.
# Rscript turnbull.R   (R 4.2.2, survival 3.5-3)
# writes turnbull_data.csv (brackets) and turnbull_surv.csv (NPMLE of survfit at the session days)
suppressMessages(library(survival))
set.seed(4)
days <- c(0, 4.1, 7, 8, 8.9, 11, 12, 13, 20)
sets <- list()
for (k in 1:3) {
  n <- c(12, 40, 150)[k]
  t <- rexp(n, 0.08)
  lo <- hi <- numeric(n)
  for (i in 1:n) {
    seen <- sort(c(0, sample(days[-1], sample(2:8, 1))))   # sessions in which this one could be judged
    lo[i] <- max(seen[seen < t[i]])
    hi[i] <- if (any(seen >= t[i])) min(seen[seen >= t[i]]) else Inf
  }
  sets[[k]] <- data.frame(set = k, lo = lo, hi = hi)
}
d <- do.call(rbind, sets)
write.csv(d, "turnbull_data.csv", row.names = FALSE, quote = FALSE)
out <- NULL
for (k in 1:3) {
  x <- d[d$set == k, ]
  f <- survfit(Surv(x$lo, ifelse(is.finite(x$hi), x$hi, NA), type = "interval2") ~ 1)
  out <- rbind(out, data.frame(set = k, time = f$time, surv = f$surv))
}
write.csv(out, "turnbull_surv.csv", row.names = FALSE, quote = FALSE)
