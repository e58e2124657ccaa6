# Makes spines.csv (synthetic, CC0) and fits.json, the answers of glmmTMB and
# lme4 on it and on spine_synth.csv of lmm/testdata (synthetic, CC0). Run in this folder:
#   Rscript make_oracles.R
# glmmTMB maximises the Laplace approximation with observed weights. lme4 does so
# for canonical links; its default tolPwrss of 1e-7 stops the search for the modes
# early enough to put the deviance 1e-3 too high, hence 1e-13 here.
suppressMessages({library(lme4); library(glmmTMB); library(jsonlite)})
set.seed(20261126)
animals <- 14; branches <- 4; spines <- 5
d <- expand.grid(spine=1:spines, b=1:branches, a=1:animals)
d$animal <- sprintf("m%02d", d$a); d$branch <- sprintf("m%02d_%d", d$a, d$b)
d$rater <- sprintf("r%d", 1 + (seq_len(nrow(d)) * 7) %% 6)
d$ket <- as.integer(d$a > animals/2)
d$x <- round(rnorm(nrow(d)), 4); d$days <- sample(1:4, nrow(d), TRUE)
d$n <- sample(3:12, nrow(d), TRUE)
ua <- rnorm(animals, 0, .6); ub <- rnorm(animals*branches, 0, .5); us <- rnorm(animals, 0, .4)
eta <- -.4 + .5*d$ket + .4*d$x + ua[d$a] + ub[(d$a-1)*branches + d$b]
d$k <- rbinom(nrow(d), d$n, plogis(eta + us[d$a]*d$x))
d$od <- rbinom(nrow(d), d$n, rbeta(nrow(d), 4*plogis(eta), 4*plogis(-eta)))
d$events <- rpois(nrow(d), d$days*exp(eta))
d$bursts <- rnbinom(nrow(d), mu=2*d$days*exp(eta), size=1.5)
d$share <- round(rbeta(nrow(d), 8*plogis(eta), 8*plogis(-eta)), 5)
d$share <- pmin(pmax(d$share, 1e-4), 1-1e-4)
d$lost <- rbinom(nrow(d), 1, 1-exp(-d$days*exp(eta-1.5)))
d <- d[, c("animal","branch","rater","ket","x","days","n","k","od","events","bursts","share","lost")]
write.csv(d, "spines.csv", row.names=FALSE, quote=FALSE)
d <- read.csv("spines.csv"); s <- read.csv("../../lmm/testdata/spine_synth.csv")
s$groupket <- as.integer(s$group == "ket")

tight <- glmmTMBControl(optCtrl=list(rel.tol=1e-15, x.tol=1e-14, iter.max=2000, eval.max=4000))
tmb <- function(f, data, family) {
  m <- glmmTMB(f, data, family=family, control=tight)
  vc <- VarCorr(m)$cond
  list(by="glmmTMB", deviance=-2*as.numeric(logLik(m)), coef=unname(fixef(m)$cond), se=unname(sqrt(diag(vcov(m)$cond))),
       sd=lapply(vc, function(v) unname(attr(v,"stddev"))), cor=lapply(vc, function(v) unname(attr(v,"correlation")[lower.tri(v)])),
       dispersion=sigma(m), gradient=max(abs(m$obj$gr(m$fit$par))))
}
gctl <- glmerControl(optimizer="bobyqa", optCtrl=list(maxfun=2e5, rhoend=1e-10), tolPwrss=1e-13, check.conv.grad="ignore", check.conv.hess="ignore")
lme <- function(f, data, family, nAGQ=1) {
  m <- glmer(f, data, family=family, nAGQ=nAGQ, control=gctl); vc <- VarCorr(m)
  list(by="lme4", deviance=-2*as.numeric(logLik(m)), coef=unname(fixef(m)), se=unname(sqrt(diag(vcov(m)))),
       sd=lapply(vc, function(v) unname(attr(v,"stddev"))), cor=lapply(vc, function(v) unname(attr(v,"correlation")[lower.tri(v)])), dispersion=1, gradient=0)
}
one <- ~ ket + x
out <- list(
  spine_synth_tmb = tmb(survived ~ groupket*restored + (1|mouse) + (1|dendrite), s, binomial),
  spine_synth_lme4 = lme(survived ~ groupket*restored + (1|mouse) + (1|dendrite), s, binomial),
  nested = tmb(cbind(k,n-k) ~ ket + x + (1|animal) + (1|branch), d, binomial),
  nested_lme4 = lme(cbind(k,n-k) ~ ket + x + (1|animal) + (1|branch), d, binomial),
  crossed = tmb(cbind(k,n-k) ~ ket + x + (1|animal) + (1|rater), d, binomial),
  slopes = tmb(cbind(k,n-k) ~ ket + x + (1+x|animal), d, binomial),
  slopes_lme4 = lme(cbind(k,n-k) ~ ket + x + (1+x|animal), d, binomial),
  slopes_apart = tmb(cbind(k,n-k) ~ ket + x + (1+x||animal), d, binomial),
  cloglog = tmb(lost ~ ket + x + offset(log(days)) + (1|animal) + (1|branch), d, binomial("cloglog")),
  betabinomial = tmb(cbind(od,n-od) ~ ket + x + (1|animal), d, betabinomial),
  betabinomial_plain = tmb(cbind(od,n-od) ~ ket + x, d, betabinomial),
  poisson = tmb(events ~ ket + x + offset(log(days)) + (1|animal) + (1|branch), d, poisson),
  poisson_agq = lme(events ~ ket + x + offset(log(days)) + (1|branch), d, poisson, nAGQ=25),
  nbinom = tmb(bursts ~ ket + x + offset(log(days)) + (1|animal), d, nbinom2),
  nbinom_plain = tmb(bursts ~ ket + x + offset(log(days)), d, nbinom2),
  beta = tmb(share ~ ket + x + (1|animal), d, beta_family),
  beta_plain = tmb(share ~ ket + x, d, beta_family))
out$meta <- list(R=R.version.string, lme4=as.character(packageVersion("lme4")), glmmTMB=as.character(packageVersion("glmmTMB")))
write(toJSON(out, digits=15, auto_unbox=TRUE, pretty=TRUE), "fits.json")
