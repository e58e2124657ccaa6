# Makes spine_synth.csv (simulated, CC0) and nested_spine_synth.json: what lme4,
# lmerTest, pbkrtest and emmeans say of it. Rscript make_spines.R
# longley_nist.csv and nist_longley.json are NIST's Longley data with certified
# values (public domain; https://www.itl.nist.gov/div898/strd/lls/data/Longley.shtml).
suppressMessages({library(lme4); library(lmerTest); library(pbkrtest); library(emmeans); library(jsonlite)})
options(digits=17, contrasts=c("contr.treatment","contr.poly"))
M <- function(m) { m <- as.matrix(m); list(rows=I(rownames(m)), cols=I(colnames(m)), values=unname(m)) }
set.seed(20190412)
mice <- do.call(rbind, lapply(1:12, function(m) { g <- c("veh","ket")[1 + (m > 6)]; um <- rnorm(1, 0, .5)
  do.call(rbind, lapply(1:sample(3:6, 1), function(d) { ud <- rnorm(1, 0, .7); n <- sample(6:16, 1)
    r <- rbinom(n, 1, .45); eta <- -0.6 + 0.5 * (g == "ket") + 0.8 * r + um + ud
    data.frame(mouse=sprintf("m%02d", m), dendrite=sprintf("m%02d_d%d", m, d), group=g, restored=r, survived=rbinom(n, 1, plogis(eta)),
      logvol=round(-1.2 + 0.15 * (g == "ket") + 0.25 * r + 0.4 * um + 0.4 * ud + rnorm(n, 0, .45), 6)) })) }))
mice$group <- factor(mice$group, levels=c("veh","ket")); write.csv(mice, "spine_synth.csv", row.names=FALSE)
ctl <- lmerControl(optimizer="nloptwrap", optCtrl=list(xtol_abs=1e-12, ftol_abs=1e-14, xtol_rel=1e-14, ftol_rel=1e-15, maxeval=100000))
f <- lmer(logvol ~ group * restored + (1 | mouse) + (1 | dendrite), mice, control=ctl)
em <- emmeans(f, ~group | restored, lmer.df="satterthwaite"); kr <- emmeans(f, ~group | restored, lmer.df="kenward-roger")
out <- list(data="spine_synth.csv", lmm=list(formula=deparse1(formula(f)), REML=TRUE, criterion=as.numeric(REMLcrit(f)), AIC=AIC(f), BIC=BIC(f),
  theta=as.list(getME(f, "theta")), sigma=sigma(f), fixef=as.list(fixef(f)), vcov=M(vcov(f)), satterthwaite=M(coef(summary(f))),
  ranef=lapply(ranef(f, condVar=FALSE), M), kenward_roger=M(coef(summary(f, ddf="Kenward-Roger"))), vcov_kr=M(vcovAdj(f))),
  contrasts_satt=as.data.frame(pairs(em)), contrasts_kr=as.data.frame(pairs(kr)),
  interaction_contrast_kr=as.data.frame(contrast(emmeans(f, ~group * restored, lmer.df="kenward-roger"), interaction="revpairwise")))
write(toJSON(out, digits=NA, auto_unbox=TRUE, pretty=TRUE, null="null", na="string"), "nested_spine_synth.json")
