# Writes mediation_synth.csv and mediation_synth.json (CC0). Rscript mediation_synth.R (R 4.2.2, jsonlite)
library(jsonlite); options(digits = 17)
set.seed(7); nm <- 40; tr <- rep(0:1, each = 20); md <- round(0.9*tr + rnorm(nm), 6); yb <- round(0.2*tr + 0.8*md + rnorm(nm), 6)
MD <- data.frame(treat = tr, med = md, y = yb); write.csv(MD, "mediation_synth.csv", row.names = FALSE)
ma <- lm(med ~ treat, MD); mb <- lm(y ~ treat + med, MD); mt <- lm(y ~ treat, MD)
A <- coef(ma)[[2]]; B <- coef(mb)[[3]]; sa <- sqrt(vcov(ma)[2, 2]); sb <- sqrt(vcov(mb)[3, 3])
write(toJSON(list(data = "mediation_synth.csv", a = A, b = B, se_a = sa, se_b = sb, indirect = A*B,
  sobel_se = sqrt(A^2*sb^2 + B^2*sa^2), sobel_z = A*B/sqrt(A^2*sb^2 + B^2*sa^2), aroian_se = sqrt(A^2*sb^2 + B^2*sa^2 + sa^2*sb^2),
  direct = coef(mb)[[2]], total = coef(mt)[[2]]), digits = NA, auto_unbox = TRUE, pretty = TRUE), "mediation_synth.json")
