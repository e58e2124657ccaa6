# Answers of lme4, lmerTest and pbkrtest for lmm's tests: writes heads.csv
# (simulated, CC0) and heads.json. Rscript make_lmm.R
suppressMessages({library(lme4); library(lmerTest); library(pbkrtest)})
set.seed(11)
d <- do.call(rbind, lapply(1:12, function(a) { arm <- c("ket", "sham", "veh")[1 + a %% 3]; ua <- rnorm(1, 0, .4); sa <- rnorm(1, 0, .08)
  do.call(rbind, lapply(1:sample(2:4, 1), function(b) { ub <- rnorm(1, 0, .3)
    do.call(rbind, lapply(c(0, 1, 2, 4, 7), function(day) { n <- sample(0:2, 1); if (n == 0) return(NULL)
      data.frame(animal=sprintf("a%02d", a), branch=sprintf("b%d", b), arm=arm, day=day, rater=sample(c("r1","r2","r3","r4"), n, TRUE),
        depth_um=round(runif(n, 20, 90), 1), area=round(1 + ua + ub + (.05 * (arm == "ket") + sa) * day + rnorm(n, 0, .3), 4)) })) })) }))
write.csv(d, "heads.csv", row.names=FALSE, quote=FALSE)
ctl <- lmerControl(optimizer="bobyqa", optCtrl=list(rhoend=1e-12, maxfun=1e6), calc.derivs=FALSE, check.conv.singular="ignore", check.rankX="silent.drop.cols")
num <- function(x) ifelse(is.finite(x), format(x, digits=15, trim=TRUE), '"Inf"')
arr <- function(x) paste0("[", paste(num(x), collapse=", "), "]")
mat <- function(m) paste0("[", paste(apply(as.matrix(m), 1, arr), collapse=", "), "]")
one <- function(f, joint=NULL, data=d, kr=TRUE) { m <- lmer(as.formula(f), data, control=ctl)
  s <- coef(summary(m, ddf="Satterthwaite")); a <- anova(m, type=1)
  j <- if (is.null(joint)) NULL else { L <- diag(length(fixef(m)))[match(joint, names(fixef(m))), , drop=FALSE]
    sa <- contestMD(m, L, ddf="Satterthwaite"); kr_ <- if (kr) contestMD(m, L, ddf="Kenward-Roger") else NULL
    paste0(', "joint": [', paste0('"', joint, '"', collapse=", "), '], "joint_satterthwaite": ', arr(unlist(sa[c("F value","NumDF","DenDF","Pr(>F)")])),
      if (kr) paste0(', "joint_kr": ', arr(unlist(kr_[c("F value","NumDF","DenDF","Pr(>F)")])))) }
  paste0('{"formula": "', f, '", "names": [', paste0('"', names(fixef(m)), '"', collapse=", "), '], "criterion": ', num(as.numeric(-2 * logLik(m))),
    ', "sigma": ', num(sigma(m)), ', "theta": ', arr(getME(m, "theta")), ', "vcov": ', mat(vcov(m)), ', "satterthwaite": ', mat(s),
    if (kr) paste0(', "kenward_roger": ', mat(coef(summary(m, ddf="Kenward-Roger"))), ', "vcov_kr": ', mat(vcovAdj(m))), j, "}") }
models <- c(one("area ~ arm * day + (1 | animal/branch)", c("armsham:day", "armveh:day")),
  one("area ~ arm * day + (1 + day | animal) + (1 | animal:branch)", c("armsham", "armveh", "armsham:day", "armveh:day")),
  one("area ~ arm + day + (1 | animal) + (1 | rater)", c("armsham", "armveh")),
  one("area ~ arm * factor(day) + (1 | animal/branch)", c("armsham:factor(day)7", "armveh:factor(day)7")),
  one("area ~ day + I(2 * day) + depth_um + (day || animal)", c("day", "depth_um")),
  one("area ~ 0 + arm + (1 | animal)", c("armket", "armsham", "armveh")),
  one("area ~ depth_um + (1 + day + depth_um | animal)", kr=FALSE))
# likelihood ratios and profiled intervals
full <- lmer(area ~ arm * day + (1 | animal/branch), d, REML=FALSE, control=ctl); none <- lmer(area ~ day + (1 | animal/branch), d, REML=FALSE, control=ctl)
lr <- anova(full, none)
ci <- confint(full, parm="beta_", method="profile", devtol=1e-10, quiet=TRUE)
writeLines(c('{"models": [', paste(models, collapse=",\n"), '],', paste0('"ratio": ', arr(c(lr$Chisq[2], lr$Df[2], lr[["Pr(>Chisq)"]][2])), ','),
  paste0('"profile_names": [', paste0('"', rownames(ci), '"', collapse=", "), '], "profile": ', mat(ci)), "}"), "heads.json")
