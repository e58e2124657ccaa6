# Reference values for the classical procedures of package stats; writes
# classical.json, data and answers together. The data are drawn here (CC0).
# Rscript classical.R   (R 4.2.2, car 3.1-1, clubSandwich 0.5.8, sandwich 3.0-2,
# multcomp 1.4-22, jsonlite)
suppressMessages({library(jsonlite); library(car); library(clubSandwich); library(sandwich); library(multcomp)})
options(digits = 17, contrasts = c("contr.sum", "contr.poly"))
set.seed(20240611)
tt <- function(r) list(t = unname(r$statistic), df = unname(r$parameter), p = r$p.value, lo = r$conf.int[1], hi = r$conf.int[2])
wt <- function(r) list(stat = unname(r$statistic), p = r$p.value, lo = r$conf.int[1], hi = r$conf.int[2], hl = unname(r$estimate))
out <- list()

x <- round(rnorm(9, 1, 2), 4); y <- round(rnorm(7, 0, 1), 4)
out$t <- list(x = x, y = y, welch = tt(t.test(x, y)), student = tt(t.test(x, y, var.equal = TRUE)),
  one = tt(t.test(x)), paired = tt(t.test(x[1:7], y, paired = TRUE)), welch99 = tt(t.test(x, y, conf.level = .99)))

g <- expand.grid(t = c(-3, 0, .7, 2, 5, 12), df = c(1, 2.5, 9, 40, 300), ncp = c(-2, 0, 1, 4, 20))
g$lower <- suppressWarnings(mapply(pt, g$t, g$df, g$ncp))
# AS 243 stops at an absolute error of 1e-12 and warns when it did not get there.
warned <- mapply(function(t, df, ncp) tryCatch({pt(t, df, ncp); FALSE}, warning = function(w) TRUE), g$t, g$df, g$ncp)
out$noncentral <- g[!warned, ]

q <- expand.grid(q = c(.5, 2, 3.5, 5, 9), k = c(2, 3, 5, 12), df = c(2, 5, 27, 120, Inf))
q$upper <- mapply(ptukey, q$q, q$k, q$df, MoreArgs = list(lower.tail = FALSE)); q$df[is.infinite(q$df)] <- 1e300
out$tukey <- q
# ptukey is a fixed rule; a few values by nested adaptive quadrature.
rng <- function(q, k, df) { W <- function(w) sapply(w, function(w) integrate(function(z) k*dnorm(z)*(pnorm(z)^(k-1) - (pnorm(z) - pnorm(z - w))^(k-1)), -9, 9, rel.tol = 1e-11, subdivisions = 2000)$value)
  integrate(function(s) W(q*s)*exp(log(2) + df/2*log(df/2) - lgamma(df/2) + (df - 1)*log(s) - df*s^2/2), 0, 6, rel.tol = 1e-11, subdivisions = 2000)$value }
rg <- expand.grid(q = c(2, 3.5, 5), k = c(3, 6), df = c(3, 12, 40)); rg$upper <- mapply(rng, rg$q, rg$k, rg$df); out$range <- rg
p <- expand.grid(n = c(2, 5, 12, 40), d = c(.2, .8, 2), alpha = c(.01, .05))
p$power <- mapply(function(n, d, a) power.t.test(n, d, sig.level = a, strict = TRUE)$power, p$n, p$d, p$alpha)
out$power <- p
# TOST by adaptive quadrature of the density of the standard deviation.
tost <- function(n, m, d, a = .05) { df <- 2*n - 2; u <- sqrt(2/n); k <- qt(1 - a, df); top <- m/(u*k)
  f <- function(s) 2*s*df*dchisq(df*s^2, df)*pmax(0, pnorm((m - d)/u - k*s) - pnorm((-m - d)/u + k*s))
  integrate(f, 0, top, rel.tol = 1e-12, subdivisions = 5000)$value }
e <- expand.grid(n = c(4, 10, 20, 60), margin = c(.5, 1, 1.5), d = c(0, .4))
e$power <- mapply(tost, e$n, e$margin, e$d); out$tostpower <- e

gr <- list(round(rnorm(6, 0), 3), round(rnorm(9, .8), 3), round(rnorm(5, .2, 2), 3), round(rnorm(7, 1), 3))
v <- unlist(gr); f <- factor(rep(1:4, lengths(gr)))
ow <- oneway.test(v ~ f); kw <- kruskal.test(v, f); an <- anova(lm(v ~ f)); tk <- TukeyHSD(aov(v ~ f))$f
# Dunnett with unequal sizes by nested integrate().
dun <- function(t, df, n0, ni) { l <- sqrt(ni/(ni + n0))
  inner <- function(s) integrate(function(z) dnorm(z)*sapply(z, function(zz) prod(pnorm((l*zz + t*s)/sqrt(1 - l^2)) - pnorm((l*zz - t*s)/sqrt(1 - l^2)))), -9, 9, rel.tol = 1e-11, subdivisions = 2000)$value
  1 - integrate(function(s) sapply(s, inner)*exp(log(2) + df/2*log(df/2) - lgamma(df/2) + (df - 1)*log(s) - df*s^2/2), 0, 4, rel.tol = 1e-11, subdivisions = 2000)$value }
old <- options(contrasts = c("contr.treatment", "contr.poly")); sm <- summary(lm(v ~ f))$coefficients[-1, ]; options(old)
out$groups <- list(groups = gr, F = an$F[1], p = an$P[1], welchF = unname(ow$statistic), welchdf = unname(ow$parameter[2]), welchp = ow$p.value,
  H = unname(kw$statistic), Hp = kw$p.value, tukey = unname(tk), dunnett_t = unname(sm[, 3]),
  dunnett_p = sapply(abs(sm[, 3]), dun, df = length(v) - 4, n0 = length(gr[[1]]), ni = lengths(gr)[-1]))
ft <- matrix(sample(1:4, 24, TRUE), 6); fr <- friedman.test(ft); out$friedman <- list(blocks = ft, Q = unname(fr$statistic), p = fr$p.value)
mx <- sample(1:6, 45, TRUE); my <- sample(2:7, 50, TRUE)
out$mwbig <- c(list(x = mx, y = my), wt(suppressWarnings(wilcox.test(mx, my, exact = FALSE, conf.int = TRUE))))
out$mwexact <- c(list(x = x, y = y), wt(wilcox.test(x, y, conf.int = TRUE)))
out$srexact <- c(list(d = x), wt(wilcox.test(x, conf.int = TRUE)))
sb <- c(round(rnorm(100, .2), 1), 0, 0); out$srbig <- c(list(d = sb), wt(suppressWarnings(wilcox.test(sb, exact = FALSE, conf.int = FALSE))))

tb <- list(c(7, 2, 3, 8), c(0, 5, 6, 4), c(30, 12, 18, 25), c(1, 1, 200, 300))
out$fisher <- lapply(tb, function(m) { M <- matrix(m, 2, byrow = TRUE); r <- fisher.test(M); ch <- suppressWarnings(chisq.test(M, correct = FALSE)); ya <- suppressWarnings(chisq.test(M))
  list(table = M, p = r$p.value, less = fisher.test(M, alternative = "less")$p.value, greater = fisher.test(M, alternative = "greater")$p.value,
    or = unname(r$estimate), lo = r$conf.int[1], hi = r$conf.int[2], x2 = unname(ch$statistic), yates = unname(ya$statistic)) })
cp <- expand.grid(k = c(0, 3, 9), n = c(9, 40)); ci <- mapply(function(k, n) binom.test(k, n)$conf.int, cp$k, cp$n); cp$lo <- ci[1, ]; cp$hi <- ci[2, ]; out$clopper <- cp

# Unbalanced two-way layout.
a <- factor(c(1,1,1,1,2,2,2,1,1,2,2,2,2,1,1,1,2)); b <- factor(c(1,1,2,2,1,1,2,3,3,3,3,3,2,1,2,3,1)); w <- round(rnorm(17, as.numeric(a) + as.numeric(b)), 3)
fit <- lm(w ~ a*b); t1 <- anova(fit); t2 <- Anova(fit, type = 2); t3 <- Anova(fit, type = 3)
out$twoway <- list(y = w, a = as.integer(a), b = as.integer(b), F1 = t1$F[1:3], p1 = t1$P[1:3], F2 = t2$F[1:3], p2 = t2$P[1:3], F3 = t3$F[2:4], p3 = t3$P[2:4], ss3 = t3$Sum[2:4])

# Clustered rows: treatment given to whole clusters, seven of unequal size.
cl <- rep(1:7, c(3, 8, 5, 2, 9, 4, 6)); tr <- as.numeric(cl > 3); z <- round(rnorm(length(cl)), 3); r <- round(.5*tr + .3*z + rnorm(7)[cl] + rnorm(length(cl)), 3)
o <- lm(r ~ tr + z); ct <- coef_test(o, vcov = "CR2", cluster = cl, test = "Satterthwaite")
Vm <- function(V) unname(as.matrix(V))
out$cluster <- list(cluster = cl, treat = tr, z = z, y = r, coef = unname(coef(o)), se = unname(sqrt(diag(vcov(o)))),
  CR0 = Vm(vcovCR(o, cl, "CR0")), CR1S = Vm(vcovCR(o, cl, "CR1S")), CR2se = ct$SE, CR2df = ct$df, CR2p = ct$p_Satt,
  HC3 = Vm(vcovHC(o, "HC3")), NW2 = Vm(NeweyWest(o, lag = 2, prewhite = FALSE, adjust = FALSE)))

# Mixed design, unbalanced: 2 groups of 5 and 7 animals, 3 days by 2 sides.
n <- 12; arm <- factor(c(1,1,1,1,1,2,2,2,2,2,2,2)); Y <- matrix(round(rnorm(n*6), 3) + rnorm(n)[row(matrix(0, n, 6))], n); Y <- round(Y + outer(as.numeric(arm) - 1, c(0, .3, .6, .2, .8, 1)), 3)
id <- data.frame(day = factor(rep(1:3, each = 2)), side = factor(rep(1:2, 3)))
contrasts(id$day) <- contr.sum(3); contrasts(id$side) <- contr.sum(2)
s <- suppressWarnings(summary(Anova(lm(Y ~ arm), idata = id, idesign = ~ day*side, type = 3), multivariate = FALSE))
u <- unclass(s$univariate.tests); pa <- unclass(s$pval.adjustments); sp <- unclass(s$sphericity.tests)
out$mixed <- list(Y = Y, arm = as.integer(arm), names = rownames(u), table = unname(u[, 1:6]), eps_names = rownames(pa), eps = unname(pa[, 1:4]), sph_names = rownames(sp), sph = unname(sp[, 1:2]))

u1 <- c(.03, .91, .22, .47, .55, .68, .12, .33, .81, .96, .05, .74); k <- ks.test(u1, "punif", exact = TRUE)
u2 <- runif(200)^1.15; k2 <- ks.test(u2, "punif", exact = TRUE)
out$ks <- list(small = u1, D = unname(k$statistic), p = k$p.value, large = u2, D2 = unname(k2$statistic), p2 = k2$p.value)
write(toJSON(out, digits = NA, auto_unbox = TRUE), "classical.json")
cat("clubSandwich", as.character(packageVersion("clubSandwich")), "car", as.character(packageVersion("car")), "sandwich", as.character(packageVersion("sandwich")), "multcomp", as.character(packageVersion("multcomp")), "\n")
