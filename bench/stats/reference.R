# Times R's lme4, lmerTest, pbkrtest and survival on the rows our benchmarks
# use. Prints one line per job: name <tab> nanoseconds, the fastest of many
# runs. A job whose package or data are absent says so on stderr and prints
# nothing. Run by bench/stats.sh, which pairs the names with Go benchmarks.
has <- function(...) { ok <- all(sapply(c(...), requireNamespace, quietly = TRUE)); if (!ok) message("bench: SKIPPED, no R package among ", paste(c(...), collapse = ", ")); ok }
data_of <- function(path) { if (file.exists(path)) return(read.csv(path)); message("bench: SKIPPED, no file ", path); NULL }
job <- function(name, f, runs = 25) {
  f() # once for the byte compiler
  best <- min(replicate(runs, { t <- Sys.time(); f(); as.numeric(difftime(Sys.time(), t, units = "secs")) }))
  cat(name, "\t", format(best * 1e9, digits = 6, scientific = FALSE), "\n", sep = "") }

options(warn = -1)
spines <- data_of("lmm/testdata/spine_synth.csv")
heads <- data_of("lmm/testdata/heads.csv")

if (has("lme4") && !is.null(spines)) { suppressMessages(library(lme4))
  spines$group <- factor(spines$group, levels = c("veh", "ket"))
  job("lmm nested", function() lmer(logvol ~ group * restored + (1 | mouse / dendrite), spines))
  job("lmm slopes", function() suppressMessages(lmer(area ~ arm * day + (1 + day | animal) + (1 | animal:branch), heads)))
  crossed <- expand.grid(rater = factor(1:10), spine = factor(1:300)); set.seed(1)
  crossed$x <- rnorm(3000); crossed$y <- rnorm(300)[crossed$spine] + rnorm(10)[crossed$rater] + crossed$x + rnorm(3000)
  job("lmm crossed", function() lmer(y ~ x + (1 | spine) + (1 | rater), crossed))
  m <- lmer(logvol ~ group * restored + (1 | mouse / dendrite), spines)
  job("lmm refit", function() refit(m, spines$logvol))
  if (has("lmerTest", "pbkrtest")) { nested <- function() lmerTest::lmer(logvol ~ group * restored + (1 | mouse / dendrite), spines)
    job("lmm Satterthwaite", function() summary(nested())) # fit and table, as ours
    job("lmm Kenward-Roger", function() summary(nested(), ddf = "Kenward-Roger"), runs = 5) }
}
if (has("lme4") && !is.null(spines)) {
  job("glmm nested", function() glmer(survived ~ group * restored + (1 | mouse) + (1 | dendrite), spines, binomial), runs = 3)
  job("glmm cbpp", function() glmer(cbind(incidence, size - incidence) ~ period + (1 | herd), cbpp, binomial), runs = 3)
  job("glmm cbpp 9 nodes", function() glmer(cbind(incidence, size - incidence) ~ period + (1 | herd), cbpp, binomial, nAGQ = 9), runs = 3)
  set.seed(1); raters <- subset(expand.grid(rater = 0:99, animal = 0:199), (animal + rater) %% 8 == 0)
  raters$x <- rnorm(nrow(raters)); raters$y <- rbinom(nrow(raters), 1, plogis(.5 * raters$x + .5 * sin(raters$animal) + .5 * cos(raters$rater)))
  job("glmm crossed", function() suppressMessages(glmer(y ~ x + (1 | animal) + (1 | rater), raters, binomial)), runs = 1)
}
died <- data_of("stats/testdata/survival.csv")
if (has("survival") && !is.null(died)) { suppressMessages(library(survival))
  l <- lung[!is.na(lung$ph.ecog), ]
  job("cox lung", function() coxph(Surv(time, status) ~ age + sex + ph.ecog, l))
  job("cox clustered", function() coxph(Surv(time, event) ~ arm + size, died, cluster = animal))
  job("frailty gamma", function() coxph(Surv(time, event) ~ arm + size + frailty(animal), died))
  job("frailty Gaussian", function() coxph(Surv(time, event) ~ arm + size + frailty(animal, distribution = "gaussian"), died)) }
# Further jobs go here: job("name as in bench/stats.sh", function() ...)
