# Answers of R's survival and sandwich to data of our own: writes survival.csv
# and survival.json. Run as `Rscript survival.R` in this directory; made with R
# 4.2.2, survival 3.5-3, sandwich 3.0-2.
suppressMessages({library(survival); library(jsonlite)})
set.seed(20190412)
n <- 120
d <- data.frame(animal = rep(1:24, each = 5), arm = rep(rep(0:1, each = 5), 12),
                size = round(rnorm(n), 3), branch = rep(1:3, 40))
u <- rep(rnorm(24, 0, 0.6), each = 5)
t <- rexp(n) * exp(-0.7 * d$arm + 0.4 * d$size - u)
cens <- runif(n, 0.3, 3)
d$event <- as.integer(t <= cens)
d$time <- ceiling(pmin(t, cens) * 8) / 8           # ties
d$fine <- round(pmin(t, cens), 5) + (1:n) * 1e-7   # none
write.csv(d, "survival.csv", row.names = FALSE)
ctl <- coxph.control(eps = 1e-13, toler.chol = 1e-14, iter.max = 100)
out <- function(f) { s <- summary(f); list(loglik = f$loglik, coef = unname(coef(f)), var = unname(f$var),
  naive = if (is.null(f$naive.var)) NULL else unname(f$naive.var), score = f$score,
  robscore = if (is.null(f$rscore)) NULL else f$rscore, lr = s$logtest[[1]]) }
S <- Surv(d$time, d$event)
base <- function(f) { b <- basehaz(f, centered = FALSE); b <- b[b$time %in% d$time[d$event == 1], ]; list(time = b$time, hazard = b$hazard) }
fr <- function(...) { f <- coxph(..., control = coxph.control(eps = 1e-11, iter.max = 500, outer.max = 200))
  list(coef = unname(coef(f)), var = unname(as.matrix(f$var)), frail = unname(f$frail), theta = f$history[[1]]$theta, integrated = f$history[[1]]$c.loglik) }
efron <- coxph(S ~ arm + size, d, control = ctl)
breslow <- coxph(S ~ arm + size, d, ties = "breslow", control = ctl)
zt <- function(f) { z <- cox.zph(f)$table; list(chisq = unname(z[, 1]), df = unname(z[, 2]), p = unname(z[, 3])) }
g <- glm(event ~ arm + size, binomial, d, control = glm.control(epsilon = 1e-14, maxit = 100))
suppressMessages(library(sandwich))
km <- survfit(S ~ 1, d, conf.type = "plain")
one <- survfit(S ~ 1, d, conf.type = "log-log")
mono <- data.frame(time = 1:6, event = c(1, 1, 1, 0, 0, 0), x = c(1, 1, 1, 0, 0, 0))
sd2 <- function(l) list(chisq = l$chisq, df = length(l$n) - 1, obs = unname(rowSums(as.matrix(l$obs))), exp = unname(rowSums(as.matrix(l$exp))))
write_json(list(
  versions = list(R = R.version.string, survival = as.character(packageVersion("survival")), sandwich = as.character(packageVersion("sandwich"))),
  efron = out(efron), breslow = out(breslow), exact = out(coxph(S ~ arm + size, d, ties = "exact", control = ctl)),
  cluster = out(coxph(S ~ arm + size, d, cluster = animal, control = ctl)),
  cluster_breslow = out(coxph(S ~ arm + size, d, cluster = animal, ties = "breslow", control = ctl)),
  strata = out(coxph(S ~ arm + size + strata(branch), d, control = ctl)),
  strata_cluster = out(coxph(S ~ arm + size + strata(branch), d, cluster = animal, control = ctl)),
  base_efron = base(efron), base_breslow = base(breslow),
  zph = zt(efron), zph_breslow = zt(breslow), zph_strata = zt(coxph(S ~ arm + size + strata(branch), d, control = ctl)),
  gamma = fr(S ~ arm + size + frailty(animal, eps = 1e-11), d), gauss = fr(S ~ arm + size + frailty(animal, distribution = "gaussian", eps = 1e-9), d),
  gamma_full = fr(S ~ arm + size + frailty(animal, sparse = FALSE, eps = 1e-11), d),
  gauss_full = fr(S ~ arm + size + frailty(animal, distribution = "gaussian", sparse = FALSE, eps = 1e-9), d),
  logistic = list(coef = unname(coef(g)), se = unname(sqrt(diag(vcov(g)))), robust = unname(sqrt(diag(vcovCL(g, ~animal, type = "HC0", cadjust = TRUE)))), deviance = c(g$null.deviance, g$deviance)),
  plain = list(lo = km$lower, hi = km$upper), median = list(est = unname(quantile(one, 0.5)$quantile), lo = unname(quantile(one, 0.5)$lower), hi = unname(quantile(one, 0.5)$upper)),
  rmst = as.list(summary(km, rmean = 1)$table[c("rmean", "se(rmean)")]),
  logrank3 = sd2(survdiff(S ~ branch, d)), logrank_strata = sd2(survdiff(S ~ arm + strata(branch), d)), peto = sd2(survdiff(S ~ branch, d, rho = 1)),
  concordance = list(C = unname(efron$concordance["concordance"]), se = unname(efron$concordance["std"]))),
  "survival.json", digits = I(15), auto_unbox = TRUE, pretty = FALSE, na = "null", null = "null")
