# Model matrices of R for formula's tests: writes design.csv and design.json.
# Rscript make_design.R
set.seed(3)
n <- 24
d <- data.frame(arm=rep(c("veh","ket","sham"), 8), sex=rep(c("m","f"), each=12),
  day=rep(c(1,2,4,7), 6), depth_um=round(runif(n, 20, 90), 1), y=round(rnorm(n), 3))
write.csv(d, "design.csv", row.names=FALSE, quote=FALSE)
forms <- c("y ~ arm", "y ~ 0 + arm", "y ~ arm * sex", "y ~ arm:sex", "y ~ sex + arm:sex", "y ~ arm/sex",
  "y ~ 0 + arm + sex", "y ~ day * arm", "y ~ arm:day", "y ~ day:arm - 1", "y ~ log(depth_um) + I(day^2)",
  "y ~ factor(day) * sex", "y ~ (arm + sex + day)^2", "y ~ arm * sex * day - arm:sex:day", "y ~ sex + arm:day + arm",
  "y ~ arm:sex:day", "y ~ log(depth_um / 10 + 1) * sex - sex", "y ~ -1 + day", "y ~ 1", "y ~ sqrt(day) + abs(y - 1):arm")
num <- function(x) format(x, digits=15, scientific=FALSE, trim=TRUE)
one <- function(f) { m <- model.matrix(as.formula(f), d)
  sprintf('{"formula": "%s", "names": [%s], "rows": [%s]}', f, paste0('"', colnames(m), '"', collapse=", "),
    paste0("[", apply(m, 1, function(r) paste(num(r), collapse=", ")), "]", collapse=", ")) }
writeLines(c("[", paste(sapply(forms, one), collapse=",\n"), "]"), "design.json")
